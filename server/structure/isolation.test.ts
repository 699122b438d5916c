import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPlaced } from '../actions/admission';
import { makeAgentToken } from '../auth/agent-token';
import { sessionCookieName } from '../auth/session-cookie';
import type { Env } from '../env';
import { createWakeBus, type WakeBus } from '../events/wake';
import { type Api, createApi } from '../http';
import { registry } from '../registry';
import type { Definition } from './checks';
import { createScene, MARK, type Scene, sampleArguments } from './scene.fixture';

/* Everybody who may not knocks at everything there is, through the real HTTP door, naming things that are really there. */

const HOST = '127.0.0.1:3000';
const env: Env = {
  host: '127.0.0.1',
  port: 3000,
  dataDir: '/nonexistent',
  databaseUrl: undefined,
  publicUrl: undefined,
  sessionSecret: 'isolation'.repeat(8),
  sample: false,
};

let scene: Scene;
let api: Api;
let wake: WakeBus;
beforeAll(async () => {
  process.env.NEXTAUTH_SECRET = env.sessionSecret;
  process.env.NEXTAUTH_URL = `http://${HOST}`;
  scene = await createScene();
  const { db, runtime } = scene.world;
  wake = createWakeBus({ connectionString: db.appUrl, pool: db.pool, onTrouble: () => undefined });
  api = createApi({ ...runtime, env, wake });
}, 60_000);
afterAll(async () => {
  api?.drain();
  await wake?.close();
  await scene?.world.db.drop();
});

type Who = Readonly<Record<string, string>>;
const bearer = (token: string): Who => ({ authorization: `Bearer ${token}` });
/** `version`: of the sessions of this person; an older one was signed out. */
async function cookie(name: string, version = 1): Promise<Who> {
  const person = scene.world.people[name];
  if (person?.kind !== 'person') throw new Error(`nobody is called ${name}`);
  const token = { sub: person.userId, tv: version };
  const value = await encode({ token, secret: env.sessionSecret });
  return { cookie: `${sessionCookieName(false)}=${value}`, origin: `http://${HOST}` };
}

interface Answer {
  readonly definition: Definition;
  readonly status: number;
  readonly text: string;
  /** Code of the refusal; '' where there was none. */
  readonly code: string;
}

async function knock(definition: Definition, who: Who, project: string, args: unknown): Promise<Answer> {
  const url = new URL(`http://${HOST}/api/trpc/${definition.name}`);
  const init: RequestInit = { headers: { host: HOST, ...who } };
  const input = JSON.stringify({ project, arguments: args });
  if (definition.name === 'blob.get') {
    // Read by a door of its own.
    url.pathname = `/api/blob/${Object(args).sha256}`;
    url.searchParams.set('project', project);
  } else if (definition.kind === 'query') {
    url.searchParams.set('input', input);
  } else {
    Object.assign(init, { method: 'POST', body: input });
    init.headers = { host: HOST, 'content-type': 'application/json', ...who };
  }
  const response = await api.route(new Request(url, init));
  if (response === null) throw new Error(`${url.pathname} is no path of the API`);
  const text = await response.text();
  return { definition, status: response.status, text, code: response.ok ? '' : codeIn(text) };
}

function codeIn(text: string): string {
  const { error } = Object(JSON.parse(text));
  return String(error?.data?.body?.code ?? error?.code);
}

const definitions: Definition[] = [...registry.actions.values(), ...registry.queries.values()];

/** Knocks at everything, all at once: whoever may do nothing changes nothing by it. */
function walk(who: Who, project = 'llmgenie'): Promise<Answer[]> {
  const args = sampleArguments(scene);
  return Promise.all(definitions.map((each) => knock(each, who, project, args[each.name])));
}

/** A line a table of the project: what stands in it, but for when a token was last seen. */
async function contents(): Promise<Map<string, string>> {
  const { ownerPool } = scene.world.db;
  const tables = await ownerPool.query<{ name: string }>(
    `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND c.column_name = 'project_id' AND t.table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const union = tables.rows.map(
    ({
      name,
    }) => `SELECT '${name}' AS name, md5(string_agg((to_jsonb(t) - 'last_used_at')::text, '' ORDER BY t::text)) AS hash
      FROM "${name}" t WHERE project_id = $1`,
  );
  const { rows } = await ownerPool.query<{ name: string; hash: string | null }>(union.join(' UNION ALL '), [
    scene.world.projectId,
  ]);
  return new Map(rows.map(({ name, hash }) => [name, hash ?? '']));
}

async function changedBy(run: () => Promise<void>): Promise<string[]> {
  const before = await contents();
  await run();
  const after = await contents();
  return [...after.keys()].filter((name) => after.get(name) !== before.get(name));
}

/** What a refusal leaves: its row, its event, and with the event the project's clock. */
const DENIAL_LOG = ['event', 'event_payload', 'policy_decision', 'project_clock'];

const shown = ({ definition, status, code }: Answer) => `${definition.name} ${status} ${code}`.trim();
const lines = (expected: (definition: Definition) => string) =>
  definitions.map((each) => {
    // No door offers it, so that the door itself does not know it, whoever asks.
    const line = each.audience === 'system' ? '404 UNKNOWN_ACTION' : expected(each);
    return `${each.name} ${line}`;
  });
/** The same for somebody who is in the project they knock at: what runs in the other kind of place is unknown in this. */
const insideLines = (expected: (definition: Definition) => string, project = 'llmgenie') =>
  lines((each) => (isPlaced(each, project) ? expected(each) : '404 UNKNOWN_ACTION'));

/** Refused in the words of the code alone. */
function expectNothingTold(answers: readonly Answer[]): void {
  expect(answers.filter(({ code, text }) => code !== '' && text.includes(MARK)).map(shown)).toEqual([]);
}

describe('whoever is nobody here', () => {
  const nobodies: [string, string, () => Promise<Who> | Who][] = [
    ['anonymous', '401 UNAUTHENTICATED', () => ({})],
    ['a revoked token', '401 UNAUTHENTICATED', () => bearer(scene.tokens.revoked)],
    ['an expired token', '401 UNAUTHENTICATED', () => bearer(scene.tokens.expired)],
    [
      'a made-up token',
      '401 UNAUTHENTICATED',
      () => bearer(makeAgentToken('01900000-0000-7000-8000-000000000000').token),
    ],
    ['a person signed out everywhere', '401 UNAUTHENTICATED', () => cookie('lead', 0)],
    ['the admin of another project', '404 NOT_FOUND', () => cookie('curie')],
    ['an agent of another project', '404 NOT_FOUND', () => bearer(scene.tokens.lab)],
  ];
  it.each(nobodies)('%s gets %s everywhere, learns nothing and leaves nothing', async (_, refusal, who) => {
    const headers = await who();
    const changed = await changedBy(async () => {
      const answers = await walk(headers);
      expect(answers.map(shown)).toEqual(lines(() => refusal));
      expectNothingTold(answers);
    });
    expect(changed).toEqual([]);
  });

  it('the admin of another project finds nothing of ours under their own project’s name', async () => {
    const args = sampleArguments(scene);
    const named = definitions.filter(({ name }) => {
      const given = Object(args[name]);
      return 'handoff' in given || 'id' in given || 'sha256' in given || 'agent' in given;
    });
    expect(named.length).toBeGreaterThan(20);
    const who = await cookie('curie');
    const changed = await changedBy(async () => {
      const answers = await walk(who, 'lab');
      expect(answers.filter(({ text }) => text.includes(MARK)).map(shown)).toEqual([]);
      expect(answers.filter(({ status }) => status >= 500).map(shown)).toEqual([]);
      const found = answers.filter(({ definition }) => named.includes(definition));
      expect(found.filter(({ status }) => status !== 404).map(shown)).toEqual([]);
    });
    expect(changed).toEqual([]);
  });
});

describe('whoever may look but not touch', () => {
  it('a viewer reads what viewers read, and is refused the rest by policy: only the refusal is kept', async () => {
    const who = await cookie('viewer');
    const changed = await changedBy(async () => {
      const answers = await walk(who);
      expect(answers.map(shown)).toEqual(
        insideLines(({ kind, permission }) =>
          kind === 'query' && permission === 'viewer' ? '200' : '403 POLICY_DENIED',
        ),
      );
      expectNothingTold(answers);
      // The walk would prove little if there were nothing to see.
      expect(answers.filter(({ text }) => text.includes(MARK)).length).toBeGreaterThan(8);
    });
    expect(changed.filter((name) => !DENIAL_LOG.includes(name))).toEqual([]);
    expect(changed).toContain('policy_decision');
  });

  it('a viewer, or somebody who does not hold it, marks no card by a move that the checklist stops', async () => {
    const send = registry.actions.get('handoff.send');
    if (send === undefined) throw new Error('the registry lacks handoff.send');
    const args = { handoff: scene.handoffs.kept, expectedVersion: scene.versionOf('kept'), to: 'build' };
    for (const name of ['viewer', 'admin']) {
      const who = await cookie(name);
      const changed = await changedBy(async () => {
        const answer = await knock(send, who, 'llmgenie', args);
        expect([name, answer.code, answer.text.includes('checklist.required')]).toEqual([
          name,
          'POLICY_DENIED',
          true,
        ]);
      });
      expect([name, changed.filter((table) => !DENIAL_LOG.includes(table))]).toEqual([name, []]);
    }
  });

  it('a token for reading reads, and one for acting does only that', async () => {
    const changed = await changedBy(async () => {
      const readers = await walk(bearer(scene.tokens.reading));
      expect(readers.map(shown)).toEqual(
        insideLines(({ scope }) => (scope === 'read' ? '200' : '403 INSUFFICIENT_SCOPE')),
      );
      expectNothingTold(readers);
    });
    expect(changed).toEqual([]);
    const asked = definitions.filter((each) => each.kind === 'query' && isPlaced(each, 'llmgenie'));
    const args = sampleArguments(scene);
    const answers = await Promise.all(
      asked.map((each) => knock(each, bearer(scene.tokens.acting), 'llmgenie', args[each.name])),
    );
    expect(answers.map(shown)).toEqual(asked.map(({ name }) => `${name} 403 INSUFFICIENT_SCOPE`));
    expectNothingTold(answers);
  });

  it('a disabled person is stopped at every door, with nothing kept but the refusal', async () => {
    const { ownerPool } = scene.world.db;
    await ownerPool.query(`UPDATE "user" SET disabled_at = now() WHERE name = 'reviewer-2'`);
    const who = await cookie('reviewer-2');
    const changed = await changedBy(async () => {
      const answers = await walk(who);
      expect(answers.map(shown)).toEqual(
        insideLines(({ kind }) => (kind === 'query' ? '401 UNAUTHENTICATED' : '403 POLICY_DENIED')),
      );
      const denials = answers.filter(({ code }) => code === 'POLICY_DENIED');
      expect(denials.filter(({ text }) => !text.includes('security.active-actor')).map(shown)).toEqual([]);
      expectNothingTold(answers);
    });
    expect(changed.filter((name) => !DENIAL_LOG.includes(name))).toEqual([]);
  });
});

describe('the instance', () => {
  it('shows a plain person nothing of it, though everybody is in it, and lets them change nothing', async () => {
    for (const name of ['viewer', 'curie', 'lead']) {
      const who = await cookie(name);
      const changed = await changedBy(async () => {
        const answers = await walk(who, 'instance');
        const theirs = ({ permission, place }: Definition) => place === 'instance' && permission === 'viewer';
        const expected = insideLines((each) => (theirs(each) ? '' : '403 POLICY_DENIED'), 'instance');
        const got = answers.map((answer) =>
          theirs(answer.definition) ? `${answer.definition.name} ` : shown(answer),
        );
        expect(got).toEqual(expected);
        expectNothingTold(answers);
        expect(answers.filter(({ text }) => text.includes('reviewer@llmgenie.test')).map(shown)).toEqual([]);
      });
      expect(changed).toEqual([]);
    }
  });
});

describe('what is said about actions', () => {
  it('never quotes what people and agents stored, whoever asks', async () => {
    const { offered, kept, held, reviewed } = scene.handoffs;
    for (const name of ['lead', 'viewer']) {
      for (const handoff of [undefined, offered, kept, held, reviewed]) {
        const args = { detail: 'full', ...(handoff === undefined ? {} : { handoff }) };
        const { result } = await scene.world.as(name, 'actions.available', args);
        // Holders are named in facts, as data; titles, comments, packages and notes are nowhere.
        const told = JSON.stringify(Object(result).actions).replaceAll(`"${MARK}-bot"`, '');
        expect([name, handoff, told.includes(MARK)]).toEqual([name, handoff, false]);
      }
    }
  });
});
