import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from './generated/client';

const clients = new WeakMap<pg.Pool, PrismaClient>();

/**
 * Prisma over the pool the process has anyway: for cold reads, where its types are worth more than the time it takes.
 * What decides or commits is plain SQL (docs/adr/0005).
 */
export function prismaOf(pool: pg.Pool): PrismaClient {
  const known = clients.get(pool);
  if (known) return known;
  const made = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
  clients.set(pool, made);
  return made;
}
