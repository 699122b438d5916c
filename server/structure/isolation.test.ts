import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPlaced } from '../actions/admission';
import { makeAgentToken } from '../auth/agent-token';
import { registry } from '../registry';
import type { Definition } from './checks';
import { type Answer, bearer, DOORS, type Door, type House, openHouse, type Who } from './knock.fixture';
import { MARK, type Scene, sampleArguments } from './scene.fixture';

/* Everybody who may not knocks at everything there is, through the real HTTP doors, naming things that are really there. */

let house: House;
let scene: Scene;
beforeAll(async () => {
  house = await openHouse();
  scene = house.scene;
}, 60_000);
afterAll(() => house?.close());

const definitions: Definition[] = [...registry.actions.values(), ...registry.queries.values()];

/** Knocks at everything, all at once: whoever may do nothing changes nothing by it. */
function walk(door: Door, who: Who, project = 'llmgenie'): Promise<Answer[]> {
  const args = sampleArguments(scene);
  return Promise.all(definitions.map((each) => house.knock(door, each, who, project, args[each.name])));
}

/** A line a table of the project: what stands in it, but for when a token was last seen and what it called. */
async function contents(): Promise<Map<string, string>> {
  const { ownerPool } = scene.world.db;
  const tables = await ownerPool.query<{ name: string }>(
    `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND c.column_name = 'project_id' AND c.table_name <> 'agent_call' AND t.table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const union = tables.rows.map(
    ({
      name,
    }) => `SELECT '${name}' AS name, md5(string_agg((to_jsonb(t) - 'last_used_at' - 'seen_at')::text, '' ORDER BY t::text)) AS hash
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

const shown = ({ name, status, code }: Answer) => `${name} ${status} ${code}`.trim();
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

/** The agents' door looks at the token before anything else, and opens to no cookie. */
const everywhere = (door: Door, refusal: string) =>
  door === 'mcp' ? definitions.map(({ name }) => `${name} ${refusal}`) : lines(() => refusal);

describe.each(DOORS)('whoever is nobody here, at the door %s', (door) => {
  const nobodies: [string, string, () => Promise<Who> | Who][] = [
    ['anonymous', '401 UNAUTHENTICATED', () => ({})],
    ['a revoked token', '401 UNAUTHENTICATED', () => bearer(scene.tokens.revoked)],
    ['an expired token', '401 UNAUTHENTICATED', () => bearer(scene.tokens.expired)],
    [
      'a made-up token',
      '401 UNAUTHENTICATED',
      () => bearer(makeAgentToken('01900000-0000-7000-8000-000000000000').token),
    ],
    ['a person signed out everywhere', '401 UNAUTHENTICATED', () => house.cookie('lead', 0)],
    [
      'the admin of another project',
      door === 'mcp' ? '401 UNAUTHENTICATED' : '404 NOT_FOUND',
      () => house.cookie('curie'),
    ],
    ...(door === 'mcp'
      ? []
      : [['an agent of another project', '404 NOT_FOUND', () => bearer(scene.tokens.lab)] as const]),
  ].map((row) => [...row] as [string, string, () => Promise<Who> | Who]);
  it.each(nobodies)('%s gets %s everywhere, learns nothing and leaves nothing', async (_, refusal, who) => {
    const headers = await who();
    const changed = await changedBy(async () => {
      const answers = await walk(door, headers);
      expect(answers.map(shown)).toEqual(everywhere(door, refusal));
      expectNothingTold(answers);
      if (door !== 'rest') return;
      const others = [
        ...(await house.knockAtCore(headers, 'llmgenie')),
        await house.follow(headers, 'llmgenie'),
      ];
      expect(others.map(shown)).toEqual(others.map(({ name }) => `${name} ${refusal}`));
      expectNothingTold(others);
    });
    expect(changed).toEqual([]);
  });

  it('somebody of another project finds nothing of ours under their own project’s name', async () => {
    const args = sampleArguments(scene);
    const named = definitions.filter(({ name }) => {
      const given = Object(args[name]);
      return 'handoff' in given || 'id' in given || 'sha256' in given || 'agent' in given;
    });
    expect(named.length).toBeGreaterThan(20);
    const people = door === 'mcp' ? [] : [await house.cookie('curie')];
    for (const who of [...people, bearer(scene.tokens.lab)]) {
      const changed = await changedBy(async () => {
        const answers = await walk(door, who, 'lab');
        expect(answers.filter(({ text }) => text.includes(MARK)).map(shown)).toEqual([]);
        expect(answers.filter(({ status }) => status >= 500).map(shown)).toEqual([]);
        // An agent without a session or with no right to administer is refused before it is looked for.
        const theirs = people.includes(who) ? [404] : [403, 404];
        const found = answers.filter(({ name }) => named.some((each) => each.name === name));
        expect(found.filter(({ status }) => !theirs.includes(status)).map(shown)).toEqual([]);
      });
      expect(changed).toEqual([]);
    }
  });
});

describe.each(['trpc', 'rest'] as const)('whoever may look but not touch, at the door %s', (door) => {
  it('a viewer reads what viewers read, and is refused the rest by policy: only the refusal is kept', async () => {
    const who = await house.cookie('viewer');
    const changed = await changedBy(async () => {
      const answers = await walk(door, who);
      expect(answers.map(shown)).toEqual(
        insideLines(({ kind, permission }) =>
          // What a viewer may do is about themselves alone, and there is nothing of theirs to do it to.
          permission === 'viewer' ? (kind === 'query' ? '200' : '409 RULE_REFUSED') : '403 POLICY_DENIED',
        ),
      );
      expectNothingTold(answers);
      // The walk would prove little if there were nothing to see.
      expect(answers.filter(({ text }) => text.includes(MARK)).length).toBeGreaterThan(8);
      if (door !== 'rest') return;
      expect((await house.follow(who, 'llmgenie')).status).toBe(200);
      const others = await house.knockAtCore(who, 'llmgenie');
      const writes = ['action', 'writeContext'];
      expect(others.map(shown)).toEqual(
        others.map(({ name }) => (writes.includes(name) ? `${name} 403 POLICY_DENIED` : `${name} 200`)),
      );
    });
    expect(changed.filter((name) => !DENIAL_LOG.includes(name))).toEqual([]);
    expect(changed).toContain('policy_decision');
  });

  it('a viewer, or somebody who does not hold it, marks no card by a move that the checklist stops', async () => {
    const send = registry.actions.get('handoff.send');
    if (send === undefined) throw new Error('the registry lacks handoff.send');
    const args = { handoff: scene.handoffs.kept, expectedVersion: scene.versionOf('kept'), to: 'build' };
    for (const name of ['viewer', 'admin']) {
      const who = await house.cookie(name);
      const changed = await changedBy(async () => {
        const answer = await house.knock(door, send, who, 'llmgenie', args);
        expect([name, answer.code, answer.text.includes('checklist.required')]).toEqual([
          name,
          'POLICY_DENIED',
          true,
        ]);
      });
      expect([name, changed.filter((table) => !DENIAL_LOG.includes(table))]).toEqual([name, []]);
    }
  });
});

describe.each(DOORS)('whoever lacks a scope, at the door %s', (door) => {
  it('a token for reading reads, and one for acting does only that', async () => {
    const changed = await changedBy(async () => {
      const readers = await walk(door, bearer(scene.tokens.reading));
      expect(readers.map(shown)).toEqual(
        insideLines(({ scope }) => (scope === 'read' ? '200' : '403 INSUFFICIENT_SCOPE')),
      );
      expectNothingTold(readers);
    });
    expect(changed).toEqual([]);
    const asked = definitions.filter((each) => each.kind === 'query' && isPlaced(each, 'llmgenie'));
    const args = sampleArguments(scene);
    const acting = bearer(scene.tokens.acting);
    const answers = await Promise.all(
      asked.map((each) => house.knock(door, each, acting, 'llmgenie', args[each.name])),
    );
    expect(answers.map(shown)).toEqual(asked.map(({ name }) => `${name} 403 INSUFFICIENT_SCOPE`));
    expectNothingTold(answers);
    expect(shown(await house.follow(acting, 'llmgenie'))).toBe('events 403 INSUFFICIENT_SCOPE');
  });
});

describe.each(['trpc', 'rest'] as const)('whoever is disabled, at the door %s', (door) => {
  it('is stopped at everything, with nothing kept but the refusal', async () => {
    const { ownerPool } = scene.world.db;
    await ownerPool.query(`UPDATE "user" SET disabled_at = now() WHERE name = 'reviewer-2'`);
    const who = await house.cookie('reviewer-2');
    const changed = await changedBy(async () => {
      const answers = await walk(door, who);
      expect(answers.map(shown)).toEqual(
        insideLines(({ kind }) => (kind === 'query' ? '401 UNAUTHENTICATED' : '403 POLICY_DENIED')),
      );
      const denials = answers.filter(({ code }) => code === 'POLICY_DENIED');
      expect(denials.filter(({ text }) => !text.includes('security.active-actor')).map(shown)).toEqual([]);
      expectNothingTold(answers);
      expect(shown(await house.follow(who, 'llmgenie'))).toBe('events 401 UNAUTHENTICATED');
    });
    expect(changed.filter((name) => !DENIAL_LOG.includes(name))).toEqual([]);
  });
});

describe.each(['trpc', 'rest'] as const)('the instance, at the door %s', (door) => {
  it('shows a plain person nothing of it, though everybody is in it, and lets them change nothing', async () => {
    for (const name of ['viewer', 'curie', 'lead']) {
      const who = await house.cookie(name);
      const changed = await changedBy(async () => {
        const args = sampleArguments(scene);
        // What is their own account they may see and change.
        const others = definitions.filter(
          ({ permission, place }) => place !== 'instance' || permission === 'admin',
        );
        const answers = await Promise.all(
          others.map((each) => house.knock(door, each, who, 'instance', args[each.name])),
        );
        const expected = new Set(insideLines(() => '403 POLICY_DENIED', 'instance'));
        expect(answers.map(shown).filter((line) => !expected.has(line))).toEqual([]);
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
