import { z } from 'zod';
import type { AnyAction, AnyQuery } from '../actions/action';
import type { Outcome } from '../actions/execute.types';
import { COMMON_CODES, type ErrorCode, errorTable } from '../errors';
import { registry } from '../registry';
import { fitsQuery, jsonSchema } from './json-schema';
import { type Answer, type Operation, take } from './operation';
import { ActionAnswer } from './rest.schema';

const DryRun = z.strictObject({
  dryRun: z.boolean().default(false).describe('Everything but the commit; writes nothing'),
});
const NOTHING = jsonSchema(z.strictObject({}), 'input');

const isCode = (code: string): code is ErrorCode => code in errorTable;
/** No query writes, so nobody can be in its way. */
const WRITERS: ReadonlySet<string> = new Set(['IDEMPOTENCY_CONFLICT', 'BUSY']);
export const READ_CODES: readonly ErrorCode[] = COMMON_CODES.filter((code) => !WRITERS.has(code));
export const BODY_CODES: readonly ErrorCode[] = ['UNSUPPORTED_MEDIA_TYPE'];

/** handoff.send -> HandoffSend */
export const pascal = (name: string) =>
  name.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase());

export function answerOf(outcome: Outcome, dryRun: boolean): Answer {
  const { ok, action, result, eventSeq, replayed } = outcome;
  const read = registry.queries.has(action);
  return {
    replayed,
    body: {
      ok,
      action,
      result,
      eventSeq,
      replayed,
      ...(dryRun && !read ? { dryRun } : {}),
      // What a query reads was written by people and agents: data, never instructions.
      ...(read ? { untrusted: true } : {}),
    },
  };
}

function common({ name, title, description, permission, scope }: AnyAction | AnyQuery) {
  return {
    id: name,
    path: `/projects/{project}/${name}`,
    tag: name.slice(0, name.indexOf('.')),
    summary: title,
    description: `${description} Permission ${permission}, scope ${scope}.`,
    actionOf: () => name,
  };
}

function actionOperation(action: AnyAction): Operation {
  const { name, output, refusals } = action;
  return {
    ...common(action),
    method: 'POST',
    query: jsonSchema(DryRun, 'input'),
    body: jsonSchema(action.input, 'input'),
    answer: ActionAnswer.omit({ untrusted: true }).extend({ action: z.literal(name), result: output }),
    answerName: `${pascal(name)}Answer`,
    codes: [...new Set([...COMMON_CODES, ...refusals.filter(isCode), ...BODY_CODES])],
    keyed: true,
    async run({ path, query, body, idempotencyKey, run }) {
      const { dryRun } = take(DryRun, query);
      return answerOf(await run(path.project ?? '', name, body, { idempotencyKey, dryRun }), dryRun);
    },
  };
}

/** By GET, and by POST where an argument does not fit into a query string. */
function queryOperation(query: AnyQuery): Operation {
  const { name, output } = query;
  const input = jsonSchema(query.input, 'input');
  const get = fitsQuery(input);
  return {
    ...common(query),
    method: get ? 'GET' : 'POST',
    query: get ? input : NOTHING,
    body: get ? null : input,
    answer: output,
    answerName: `${pascal(name)}Answer`,
    codes: get ? READ_CODES : [...READ_CODES, ...BODY_CODES],
    keyed: false,
    async run({ path, query: given, body, run }) {
      if (!get) take(z.strictObject({}), given);
      return { body: (await run(path.project ?? '', name, get ? given : body)).result };
    },
  };
}

/** A path for each action and query of the registry that is not the system's own. */
export function actionOperations(): Operation[] {
  const open = ({ audience }: AnyAction | AnyQuery) => audience !== 'system';
  return [
    ...[...registry.actions.values()].filter(open).map(actionOperation),
    ...[...registry.queries.values()].filter(open).map(queryOperation),
  ];
}
