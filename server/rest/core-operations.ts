import { z } from 'zod';
import { AvailableInput, AvailableResult } from '../actions/available.schema';
import { ContextList, ContextResult, ListContext, SetContext } from '../domain/context/context.schema';
import { PolicyView } from '../domain/policy-log/policy.schema';
import { WorkflowState, WorkflowStateInput } from '../domain/workflow/workflow.schema';
import { AppError, COMMON_CODES, type ErrorCode } from '../errors';
import { answerOf, BODY_CODES, READ_CODES } from './action-operations';
import { jsonSchema } from './json-schema';
import { type Operation, take } from './operation';
import { badArguments } from './read-request';
import {
  ActionAnswer,
  ContextAnswer,
  EnforceAnswer,
  EnforceBody,
  ProjectKey,
  RunActionBody,
} from './rest.schema';

const InProject = z.strictObject({ project: ProjectKey });
const Nothing = z.strictObject({});
const Actions = InProject.extend(AvailableInput.shape);
const State = InProject.extend(WorkflowStateInput.shape);
const Context = InProject.extend({ session: ListContext.shape.session });
const ContextBody = SetContext.omit({ key: true, session: true });
/** Whatever any action may refuse; its own codes stand with its own path. */
const ANY_ACTION: readonly ErrorCode[] = [
  ...COMMON_CODES,
  'UNKNOWN_ACTION',
  'RULE_REFUSED',
  'CONFLICT',
  'WIP_LIMIT',
  ...BODY_CODES,
];
const TAG = 'core';

const schemaOf = (schema: z.ZodType) => jsonSchema(schema, 'input');

/** Key of the call: the header and the body may both hold it, but not two. */
function oneKey(header: string | undefined, body: string | undefined): string | undefined {
  if (header !== undefined && body !== undefined && header !== body) {
    const message = 'The header and the body hold different idempotency keys.';
    throw badArguments(message, { path: 'idempotencyKey', code: 'different_keys', message });
  }
  return header ?? body;
}

const available: Operation = {
  id: 'actions',
  method: 'GET',
  path: '/actions',
  tag: TAG,
  summary: 'What you may do',
  description:
    'Actions and queries of the caller, or the moves on one handoff: yes, needs_input, or blocked with the reason and what unlocks it.',
  query: schemaOf(Actions),
  body: null,
  answer: AvailableResult,
  answerName: 'ActionsAnswer',
  codes: READ_CODES,
  keyed: false,
  actionOf: () => 'actions.available',
  async run({ query, run }) {
    const { project, ...args } = take(Actions, query);
    return { body: (await run(project, 'actions.available', args)).result };
  },
};

const action: Operation = {
  id: 'action',
  method: 'POST',
  path: '/action',
  tag: TAG,
  summary: 'Run any action or query',
  description: 'Runs one action or query by its name, as run_action does for agents.',
  query: schemaOf(Nothing),
  body: schemaOf(RunActionBody),
  answer: ActionAnswer,
  answerName: 'ActionAnswer',
  codes: ANY_ACTION,
  keyed: true,
  actionOf: ({ body }) => (typeof body.action === 'string' ? body.action : ''),
  async run({ query, body, idempotencyKey, run }) {
    take(Nothing, query);
    const call = take(RunActionBody, body);
    const key = oneKey(idempotencyKey, call.idempotencyKey);
    const options = { idempotencyKey: key, dryRun: call.dryRun };
    return answerOf(await run(call.project, call.action, call.arguments, options), call.dryRun);
  },
};

const state: Operation = {
  id: 'readState',
  method: 'GET',
  path: '/workflow/state',
  tag: TAG,
  summary: 'What stands where',
  description:
    'Stages, routes, counts and the live handoffs, page by page; seq is the number of the last event to follow from.',
  query: schemaOf(State),
  body: null,
  answer: WorkflowState,
  answerName: 'ReadStateAnswer',
  codes: READ_CODES,
  keyed: false,
  actionOf: () => 'workflow.state',
  async run({ query, run }) {
    const { project, ...args } = take(State, query);
    return { body: (await run(project, 'workflow.state', args)).result };
  },
};

const policy: Operation = {
  id: 'policy',
  method: 'GET',
  path: '/policy/{name}',
  tag: TAG,
  summary: 'One policy',
  description: 'Text, version and status of a policy, what it denies, and how often it did in this project.',
  query: schemaOf(InProject),
  body: null,
  answer: PolicyView,
  answerName: 'PolicyAnswer',
  codes: READ_CODES,
  keyed: false,
  actionOf: () => 'policy.get',
  async run({ path, query, run }) {
    const { project } = take(InProject, query);
    return { body: (await run(project, 'policy.get', { policy: path.name })).result };
  },
};

const readContext: Operation = {
  id: 'readContext',
  method: 'GET',
  path: '/context/{key}',
  tag: TAG,
  summary: 'One value of the context',
  description: 'The value that holds for a session, its layer, version and source, and the values it hides.',
  query: schemaOf(Context),
  body: null,
  answer: ContextAnswer,
  answerName: 'ContextAnswer',
  codes: READ_CODES,
  keyed: false,
  actionOf: () => 'context.list',
  async run({ path, query, run }) {
    const { project, session } = take(Context, query);
    const { result } = await run(project, 'context.list', { key: path.key, session });
    const { entries, untrusted } = ContextList.parse(result);
    const [entry] = entries;
    if (entry === undefined) throw new AppError('NOT_FOUND', 'There is no value under that key.');
    return { body: { ...entry, untrusted } };
  },
};

const writeContext: Operation = {
  id: 'writeContext',
  method: 'PUT',
  path: '/context/{key}',
  tag: TAG,
  summary: 'Set a value of the context',
  description:
    'Sets it in the layer of your active session, or of the project where you may; session makes sure which session that is.',
  query: schemaOf(Context),
  body: schemaOf(ContextBody),
  answer: ActionAnswer.omit({ untrusted: true }).extend({
    action: z.literal('context.set'),
    result: ContextResult,
  }),
  answerName: 'WriteContextAnswer',
  codes: [...COMMON_CODES, 'RULE_REFUSED', ...BODY_CODES],
  keyed: true,
  actionOf: () => 'context.set',
  async run({ path, query, body, idempotencyKey, run }) {
    const { project, session } = take(Context, query);
    const args = { ...body, key: path.key, ...(session === undefined ? {} : { session }) };
    return answerOf(await run(project, 'context.set', args, { idempotencyKey }), false);
  },
};

const enforce: Operation = {
  id: 'enforce',
  method: 'POST',
  path: '/enforce',
  tag: TAG,
  summary: 'Ask first',
  description: 'Whether a call would be allowed now, or what denies it and what unlocks it. Writes nothing.',
  query: schemaOf(Nothing),
  body: schemaOf(EnforceBody),
  answer: EnforceAnswer,
  answerName: 'EnforceAnswer',
  codes: [...READ_CODES, 'UNKNOWN_ACTION', ...BODY_CODES],
  keyed: false,
  actionOf: ({ body }) => (typeof body.action === 'string' ? body.action : ''),
  async run({ query, body, ask }) {
    take(Nothing, query);
    const { project, ...question } = take(EnforceBody, body);
    return { body: await ask(project, question) };
  },
};

/** The few paths that have been promised; everything else is a path of its action. */
export const coreOperations: readonly Operation[] = [
  available,
  action,
  state,
  policy,
  readContext,
  writeContext,
  enforce,
];
