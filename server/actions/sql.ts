/** No JSON carries a symbol, so nothing a caller sends is taken for SQL, whatever it looks like. Shared by every copy of this module. */
const SQL: unique symbol = Symbol.for('llmgenie.sql');

/** A piece of SQL with its values kept apart; only these reach the database, so values never become text of it. */
export interface Sql {
  readonly [SQL]: true;
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
}

/** Carries the shape that a fragment's one JSON value has, as its author promises beside the SQL. */
export interface Fragment<Shape> extends Sql {
  readonly shape?: Shape;
}

function isSql(value: unknown): value is Sql {
  return typeof value === 'object' && value !== null && SQL in value;
}

/** Text of our own code, such as a column's name; never anything that was stored or sent. */
export function raw(text: string): Sql {
  return { [SQL]: true, parts: [text], values: [] };
}

/** Tagged template: `${value}` becomes a parameter, `${sql`…`}` is spliced in. */
export function sql<Shape = unknown>(
  strings: TemplateStringsArray,
  ...args: readonly unknown[]
): Fragment<Shape> {
  const parts: string[] = [strings[0] ?? ''];
  const values: unknown[] = [];
  const glue = (text: string) => {
    parts[parts.length - 1] = `${parts[parts.length - 1] ?? ''}${text}`;
  };
  args.forEach((arg, index) => {
    if (isSql(arg)) {
      glue(arg.parts[0] ?? '');
      arg.values.forEach((value, i) => {
        values.push(value);
        parts.push(arg.parts[i + 1] ?? '');
      });
    } else {
      values.push(arg);
      parts.push('');
    }
    glue(strings[index + 1] ?? '');
  });
  return { [SQL]: true, parts, values };
}

/** Numbers the parameters. The text depends on the shape alone, so it can be prepared once. */
export function render(query: Sql): { text: string; values: unknown[] } {
  const text = query.parts.reduce((all, part, index) => (index === 0 ? part : `${all}$${index}${part}`), '');
  return { text, values: [...query.values] };
}
