import type { Server } from 'node:http';
import type pg from 'pg';

/** A server that is measured, on a free port; close() ends its pool too. */
export async function listen(
  server: Server,
  pool: pg.Pool,
): Promise<{ url: string; close(): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
    },
  };
}
