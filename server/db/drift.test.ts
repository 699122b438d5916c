import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSchema, schemaDrift } from './drift';
import { createTestDatabase, type TestDatabase } from './test-database';

describe('prisma/schema and prisma/migrations', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  it('say the same: the migrated database is what the schema describes', async () => {
    expect(await schemaDrift(db.ownerUrl)).toBeNull();
  });

  it('are caught when they part, in the schema or in the database', async () => {
    const added = { path: 'drift.prisma', content: 'model Drifted {\n  id Int @id\n  note String?\n}\n' };
    expect(await schemaDrift(db.ownerUrl, [...readSchema(), added])).toContain('CREATE TABLE "Drifted"');

    const other = await createTestDatabase();
    await other.ownerPool.query('ALTER TABLE handoff ADD COLUMN drifted int');
    await other.ownerPool.query('ALTER TABLE handoff ALTER COLUMN title DROP NOT NULL');
    const drift = await schemaDrift(other.ownerUrl);
    await other.drop();
    expect(drift).toContain('DROP COLUMN "drifted"');
    expect(drift).toContain('ALTER COLUMN "title" SET NOT NULL');
  });
});
