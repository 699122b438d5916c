import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { execute } from '../actions/execute';
import { isAppError } from '../errors';
import { registry } from '../registry';
import type { Definition } from './checks';
import { createScene, type Scene, sampleArguments } from './scene.fixture';

/* What a caller makes up is refused as wrong, whatever it looks like: nothing of it is a fault of ours (500). */

let scene: Scene;
beforeAll(async () => {
  scene = await createScene();
}, 60_000);
afterAll(() => scene?.world.db.drop());

/** Things that pass for a name, a number or a time here, and that PostgreSQL may not take for one. */
const TEXTS = [
  '',
  ' ',
  'a\u0000b',
  '\ud800',
  'LG-x',
  'LG-0',
  'LG',
  'LG-999999999',
  'LG-99999999999',
  'LG--1',
  '1|LG-1',
  '2026-01-01T00:00:00Z|LG-99999999999',
  '2026-01-01T00:00:00Z|LG-1.5',
  '+010000-01-01T00:00:00Z|LG-1',
  '0000-01-01T00:00:00Z',
  '2026-01-01T00:00:00+23:59',
  '9999-12-31T23:59:59-23:59',
  '00000000-0000-0000-0000-000000000000',
  "'; --",
  '%',
];
const NUMBERS = [-1, 0, 1.5, 2 ** 31, Number.MAX_SAFE_INTEGER, 1e308];
const OTHERS = [null, true, [], {}, ['a\u0000b']];

const definitions: Definition[] = [...registry.actions.values(), ...registry.queries.values()];
const properties = (definition: Definition) =>
  Object.keys(z.toJSONSchema(definition.input, { io: 'input' }).properties ?? {});

const placeOf = ({ place }: Definition) => (place === 'instance' ? 'instance' : 'llmgenie');

const asAdmin = ({ permission }: Definition) =>
  permission === 'admin' ? { credential: scene.world.people.admin } : {};

/** '' for an answer or a refusal; for what is our fault, the text of it. */
async function attempt(definition: Definition, args: object, more: object = {}): Promise<string> {
  try {
    await execute(scene.world.runtime, {
      action: definition.name,
      credential: scene.world.people[definition.place === 'instance' ? 'admin' : 'lead'] ?? {
        kind: 'system',
        causedBy: 'test',
      },
      project: placeOf(definition),
      arguments: args,
      dryRun: true,
      ...more,
    });
    return '';
  } catch (error) {
    if (isAppError(error)) return '';
    return `${definition.name} ${JSON.stringify(args).slice(0, 200)} ${JSON.stringify(more)}: ${String(error)}`;
  }
}

it('answers no made-up argument of any action or query with a fault of ours', async () => {
  const samples = sampleArguments(scene);
  const faults: string[] = [];
  for (const definition of definitions) {
    const sample = samples[definition.name] ?? {};
    const attempts = properties(definition).flatMap((name) =>
      [...TEXTS, ...NUMBERS, ...OTHERS].map((value) => attempt(definition, { ...sample, [name]: value })),
    );
    faults.push(...(await Promise.all(attempts)).filter((fault) => fault !== ''));
  }
  expect(faults).toEqual([]);
}, 60_000);

/** Their samples stay possible however often they are done, so that what reaches the tables is tried as well. */
const REPEATABLE = [
  'agent.create',
  'blob.upload',
  'context.set',
  'handoff.comment',
  'handoff.create',
  'plan.import',
  'project.configure',
  'project.rename',
  'session.log',
  'token.create',
];

it('stores no made-up argument that the database refuses', async () => {
  const samples = sampleArguments(scene);
  const faults: string[] = [];
  for (const definition of definitions.filter(({ name }) => REPEATABLE.includes(name))) {
    for (const name of properties(definition)) {
      for (const value of [...TEXTS, ...NUMBERS, ...OTHERS]) {
        const args = { ...samples[definition.name], [name]: value };
        faults.push(await attempt(definition, args, { dryRun: false, ...asAdmin(definition) }));
      }
    }
  }
  expect(faults.filter((fault) => fault !== '')).toEqual([]);
}, 60_000);

it('answers no made-up project and no made-up key with a fault of ours', async () => {
  const samples = sampleArguments(scene);
  const faults: string[] = [];
  for (const definition of definitions) {
    const sample = samples[definition.name] ?? {};
    for (const text of TEXTS) {
      faults.push(await attempt(definition, sample, { project: text }));
      faults.push(await attempt(definition, sample, { idempotencyKey: text }));
    }
  }
  expect(faults.filter((fault) => fault !== '')).toEqual([]);
}, 60_000);
