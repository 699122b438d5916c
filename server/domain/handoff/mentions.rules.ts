/** Named in one comment, at most: a list of everybody reaches nobody. */
const MOST_MENTIONS = 20;

/** What may stand right before the sign of a mention: none of it is part of a word or an address. */
const BEFORE = /[\p{L}\p{N}\p{M}_.+\-/@\\]/u;
/** What goes on with a name, so that it is another one. */
const WORD = /[\p{L}\p{N}\p{M}_]/u;
/** Joins words of one name or address where more of a word follows. */
const JOINT = /[.\-+@]/;

export interface Nameable {
  readonly id: string;
  readonly name: string;
}

/** Whether a text can name anybody at all. */
export const mayMention = (body: string): boolean => body.includes('@');

/** Code is quoted and addresses nobody; every character keeps its place. */
function withoutCode(body: string): string {
  const blank = (code: string) => ' '.repeat(code.length);
  return body.replace(/```[\s\S]*?(?:```|$)/g, blank).replace(/`[^`\n]*`/g, blank);
}

/**
 * Who is named by `@name` in a comment, each once and in the order of the text. Names may hold spaces and any letters;
 * upper and lower case are the same; of two names that fit, the longer one is meant. An address such as
 * `ada@example.test` and what stands in code name nobody.
 */
export function mentionsIn<Actor extends Nameable>(body: string, actors: readonly Actor[]): Actor[] {
  const text = withoutCode(body).normalize('NFC').replace(/\s/gu, ' ');
  const known = actors
    .map((actor) => ({ actor, name: fold(actor.name.normalize('NFC')) }))
    .filter(({ name }) => name !== '')
    .toSorted((a, b) => b.name.length - a.name.length);
  const found = new Map<string, Actor>();
  for (let at = text.indexOf('@'); at >= 0 && found.size < MOST_MENTIONS; at = text.indexOf('@', at + 1)) {
    if (BEFORE.test(text.charAt(at - 1))) continue;
    const named = known.find(
      ({ name }) =>
        fold(text.slice(at + 1, at + 1 + name.length)) === name && ends(text, at + 1 + name.length),
    );
    if (named !== undefined && !found.has(named.actor.id)) found.set(named.actor.id, named.actor);
  }
  return [...found.values()];
}

const fold = (text: string) => text.toLowerCase();

function ends(text: string, at: number): boolean {
  const next = text.charAt(at);
  if (WORD.test(next)) return false;
  return !(JOINT.test(next) && WORD.test(text.charAt(at + 1)));
}
