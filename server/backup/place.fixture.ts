import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command as backup } from '../cli/backup';
import { type Desk, deskFor } from '../cli/command.fixture';
import { type Cluster, openCluster } from '../db/cluster';
import { createPool } from '../db/pool';
import { createScene, type Scene } from '../structure/scene.fixture';
import { readArchive } from './archive';
import { MANIFEST } from './check-backup';
import { Manifest } from './manifest.schema';

/** A clean data folder with its own PostgreSQL, as on another machine, and commands typed there. */
interface CleanPlace {
  readonly dataDir: string;
  readonly cluster: Cluster;
  readonly desk: Desk;
  /** Names of the databases there. */
  databases(): Promise<string[]>;
  remove(): Promise<void>;
}

async function cleanPlace(): Promise<CleanPlace> {
  const dataDir = mkdtempSync(join(tmpdir(), 'llmgenie-clean-'));
  const cluster = await openCluster({ dataDir, purpose: 'command', alone: true, durable: false });
  const desk = deskFor(cluster, cluster);
  return {
    dataDir,
    cluster,
    desk,
    databases: async () => {
      const pool = createPool(cluster.superUrl, { max: 1 });
      const { rows } = await pool.query<{ name: string }>(
        'SELECT datname AS name FROM pg_database WHERE NOT datistemplate ORDER BY 1',
      );
      await pool.end();
      return rows.map(({ name }) => name);
    },
    remove: async () => {
      desk.remove();
      await cluster.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function manifestOf(path: string): Promise<Manifest> {
  for await (const { name, data } of readArchive(path))
    if (name === MANIFEST) return Manifest.parse(JSON.parse(data.toString('utf8')));
  throw new Error('no manifest');
}

/** Something of everything, made through the pipeline, its backup `day.backup`, and a machine where nothing is but that file. */
export interface BackedUp {
  readonly scene: Scene;
  readonly source: Desk;
  readonly clean: CleanPlace;
  /** the backup where it was made */
  readonly file: string;
  remove(): Promise<void>;
}

export async function backedUp(): Promise<BackedUp> {
  const scene = await createScene();
  const source = deskFor(scene.world.db);
  const clean = await cleanPlace();
  await source.run(backup, 'day.backup');
  const file = join(source.dir, 'day.backup');
  copyFileSync(file, join(clean.desk.dir, 'day.backup'));
  return {
    scene,
    source,
    clean,
    file,
    remove: async () => {
      source.remove();
      await clean.remove();
      await scene.world.db.drop();
    },
  };
}
