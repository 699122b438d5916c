// Compares a live database with prisma/schema, through Prisma's own engine compiled to WebAssembly: the native
// engine is a download. What Prisma does not model (checks, triggers, functions, grants) it does not see.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

export interface SchemaFile {
  path: string;
  content: string;
}

export function readSchema(dir = 'prisma/schema'): SchemaFile[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => ({ path: join(dir, name), content: readFileSync(join(dir, name), 'utf8') }));
}

/** Types of the system catalogue's columns by oid. The stock adapter lacks `"char"` (18), which describing needs. */
const COLUMN_TYPES: Record<number, ColumnType> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
  1000: ColumnTypeEnum.BooleanArray,
  1002: ColumnTypeEnum.CharacterArray,
  1005: ColumnTypeEnum.Int32Array,
  1007: ColumnTypeEnum.Int32Array,
  1003: ColumnTypeEnum.TextArray,
  1009: ColumnTypeEnum.TextArray,
};

function catalogueAdapter(client: pg.Client): SqlDriverAdapter {
  const ask = (query: SqlQuery) =>
    client.query({ text: query.sql, values: [...query.args], rowMode: 'array' });
  return {
    provider: 'postgres',
    adapterName: 'catalogue',
    queryRaw: async (query) => {
      const { fields, rows } = await ask(query);
      return {
        columnNames: fields.map(({ name }) => name),
        columnTypes: fields.map(({ dataTypeID }) => COLUMN_TYPES[dataTypeID] ?? ColumnTypeEnum.Text),
        rows,
      };
    },
    executeRaw: async (query) => (await ask(query)).rowCount ?? 0,
    executeScript: async (script) => {
      await client.query(script);
    },
    startTransaction: () => Promise.reject(new Error('comparing writes nothing')),
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: false }),
    dispose: async () => {},
  };
}

let engine: Promise<typeof SchemaEngine> | undefined;

/**
 * The package's own entry imports wasm as a module, which Node 20 does not do.
 * Once a process: the glue code keeps views of the first instance's memory.
 */
async function loadEngine(): Promise<typeof SchemaEngine> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = readFileSync(join(dirname(entry), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  const begin = instance.exports.__wbindgen_start;
  if (typeof begin === 'function') begin();
  return glue.SchemaEngine;
}

/**
 * The SQL that would turn the database into what the schema says; null when they agree.
 * `url` should be the owner's; nothing is written.
 */
export async function schemaDrift(url: string, files: SchemaFile[] = readSchema()): Promise<string | null> {
  engine ??= loadEngine();
  const engineClass = await engine;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const factory: SqlMigrationAwareDriverAdapterFactory = {
      provider: 'postgres',
      adapterName: 'catalogue',
      connect: async () => catalogueAdapter(client),
      // Never asked for: the database itself is described, no migrations are replayed.
      connectToShadowDb: () => Promise.reject(new Error('comparing needs no shadow database')),
    };
    const comparison = await engineClass.new(
      { datamodels: files.map(({ path, content }) => [path, content]) },
      () => {},
      bindMigrationAwareSqlAdapterFactory(factory),
    );
    const { exitCode, stdout } = await comparison.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return exitCode === 0 ? null : stdout;
  } finally {
    await client.end();
  }
}
