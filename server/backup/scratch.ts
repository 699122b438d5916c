import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Cluster } from '../db/cluster';
import { databaseAt } from '../db/database-at';
import { OWNER_ROLE } from '../db/roles';
import { withConnection } from './connect';
import { quoted } from './tables';

/** What restore and backup work on: the embedded cluster, or a server given by DATABASE_URL. */
export interface Place {
  readonly ownerUrl: string;
  readonly cluster: Pick<Cluster, 'superUrl'> | undefined;
}

const PREFIX = 'llmgenie_scratch_';

/** Who may make databases there. */
export const makerUrl = ({ cluster, ownerUrl }: Place): string => cluster?.superUrl ?? ownerUrl;

/** An empty database of its own; the name is for dropping or renaming it. */
export async function makeScratch(place: Place): Promise<{ name: string; ownerUrl: string }> {
  const name = `${PREFIX}${randomBytes(6).toString('hex')}`;
  const owner = place.cluster === undefined ? '' : ` OWNER ${OWNER_ROLE}`;
  try {
    await withConnection(makerUrl(place), (client) => client.query(`CREATE DATABASE ${name}${owner}`));
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '42501')
      throw new Error('the user of DATABASE_URL may not make a database to try the backup in', {
        cause: error,
      });
    throw error;
  }
  return { name, ownerUrl: databaseAt(place.ownerUrl, name) };
}

export async function dropDatabase(place: Place, name: string): Promise<void> {
  await withConnection(makerUrl(place), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`),
  );
}

/** What a restore that was killed left behind. Only for whoever has the cluster alone. */
export async function sweepScratch(place: Place): Promise<void> {
  const left = await withConnection(makerUrl(place), (client) =>
    client.query<{ name: string }>('SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)', [
      PREFIX,
    ]),
  );
  for (const { name } of left.rows) await dropDatabase(place, name);
}
