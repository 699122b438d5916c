import type { HandoffDetail, QuestionView } from '@/server/domain/handoff/handoff.schema';

export type OptionDraft = QuestionView['options'][number];

/** An option with its number, by which it is picked: two may read alike, and none changes once it is asked. */
export type NumberedOption = OptionDraft & { readonly number: number };

export const numbered = (options: readonly OptionDraft[]): readonly NumberedOption[] =>
  options.map((option, at) => ({ ...option, number: at + 1 }));

/** Bounds of handoff.ask, so that the form says at once what the server would refuse. */
const MOST_OPTIONS = 9;
const LONGEST = 200;
const MOST_POINTS = 5;

export interface OptionsRead {
  readonly options: readonly OptionDraft[];
  /** point: a line for or against stands before any option. */
  readonly problem: 'many' | 'long' | 'points' | 'point' | null;
}

/** One option a line; a line that starts with + or − is for or against the option above it. */
export function readOptions(text: string): OptionsRead {
  const options: { label: string; pros: string[]; cons: string[] }[] = [];
  let problem: OptionsRead['problem'] = null;
  const note = (found: NonNullable<OptionsRead['problem']>) => {
    problem ??= found;
  };
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const [, sign, point = ''] = /^([+\-−–])\s*(.+)$/u.exec(line) ?? [];
    if ((sign === undefined ? line : point).length > LONGEST) note('long');
    if (sign === undefined) {
      options.push({ label: line, pros: [], cons: [] });
      continue;
    }
    const list = options.at(-1)?.[sign === '+' ? 'pros' : 'cons'];
    if (list === undefined) note('point');
    else if (list.push(point) > MOST_POINTS) note('points');
  }
  if (options.length > MOST_OPTIONS) note('many');
  return { options, problem };
}

/** The question that the panel shows: the open one, or the one whose answer the holder has not gone on from. */
export function shownQuestion({
  card,
  questions,
}: Pick<HandoffDetail, 'card' | 'questions'>): QuestionView | null {
  const newest = questions[0];
  if (newest === undefined) return null;
  if (newest.open) return newest;
  const heard = newest.answer !== null && card.state === 'active' && card.holder?.id === newest.asker.id;
  return heard ? newest : null;
}
