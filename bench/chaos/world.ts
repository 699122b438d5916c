import { encode } from 'next-auth/jwt';
import { v7 as uuid } from 'uuid';
import type { Credential } from '@/server/actions/credential';
import { execute } from '@/server/actions/execute';
import type { PipelineRuntime } from '@/server/actions/pipeline-runtime';
import { sessionCookieName } from '@/server/auth/session-cookie';
import { createPool, withTransaction } from '@/server/db/pool';
import { addMember } from '@/server/domain/project/create-project';
import { pipelineParts } from '@/server/runtime';
import { loadSecrets } from '@/server/secrets';
import { makeProject } from '../make-seat';
import type { DoorName, Who } from './door';
import type { Product } from './product';

export const PROJECTS = ['storm-1', 'storm-2'] as const;
const ROLES = ['analyst', 'coder', 'reviewer', 'librarian'] as const;
/** Handoffs that wait when the first writer comes. */
const READY = 12;
/** Of one project: who calls through which door, and as what. */
const SEATS: readonly { readonly door: DoorName; readonly as: 'agent' | 'person' }[] = [
  { door: 'mcp', as: 'agent' },
  { door: 'mcp', as: 'agent' },
  { door: 'mcp', as: 'agent' },
  { door: 'mcp', as: 'agent' },
  { door: 'rest', as: 'agent' },
  { door: 'trpc', as: 'agent' },
  { door: 'trpc', as: 'person' },
  { door: 'rest', as: 'person' },
];

export interface Seat extends Who {
  readonly name: string;
  readonly actorId: string;
  readonly as: 'agent' | 'person';
}

/** Two projects with eight writers each: agents of one owner, and people who lead. */
export async function makeSeats(product: Product): Promise<Seat[]> {
  const { owner, app } = product.databaseUrls();
  const ownerPool = createPool(owner, { max: 2 });
  const pool = createPool(app, { max: 4 });
  try {
    const runtime: PipelineRuntime = { pool, wake: { notify: () => undefined }, ...pipelineParts() };
    const { sessionSecret } = loadSecrets(product.dataDir);
    const actor = async (projectId: string, name: string): Promise<string> => {
      const { rows } = await ownerPool.query<{ id: string }>(
        'SELECT id FROM actor WHERE project_id = $1 AND name = $2',
        [projectId, name],
      );
      return rows[0]?.id ?? '';
    };
    const seats: Seat[] = [];
    for (const key of PROJECTS) {
      const project = await makeProject(ownerPool, key);
      const as = async (credential: Credential, action: string, args: object) =>
        Object((await execute(runtime, { action, credential, project: key, arguments: args })).result);
      const { rows } = await ownerPool.query<{ id: string }>(
        "SELECT id FROM actor WHERE project_id = $1 AND kind = 'system'",
        [project.id],
      );
      const systemId = rows[0]?.id ?? '';
      for (let n = 1; n <= READY; n += 1) await as(project.admin, 'handoff.create', { title: `Ready ${n}` });
      for (const [index, { door, as: kind }] of SEATS.entries()) {
        const name = `${kind}-${index}`;
        let headers: Record<string, string>;
        if (kind === 'agent') {
          await as(project.admin, 'agent.create', { name, roles: ROLES });
          const { token } = await as(project.admin, 'token.create', { agent: name });
          headers = { authorization: `Bearer ${token}` };
        } else {
          const userId = uuid();
          const told = { userId, name, permission: 'lead' as const, roles: ROLES };
          await withTransaction(ownerPool, async (client) => {
            await client.query('INSERT INTO "user" (id, email, name) VALUES ($1, $2, $3)', [
              userId,
              `${name}@${key}.test`,
              name,
            ]);
            await addMember(client, { projectId: project.id, systemId }, told);
          });
          const value = await encode({ token: { sub: userId, tv: 1 }, secret: sessionSecret });
          headers = { cookie: `${sessionCookieName(false)}=${value}`, origin: product.url };
        }
        seats.push({
          name,
          door,
          as: kind,
          project: key,
          headers,
          actorId: await actor(project.id, name),
        });
      }
    }
    return seats;
  } finally {
    await pool.end();
    await ownerPool.end();
  }
}
