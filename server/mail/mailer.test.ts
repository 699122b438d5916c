import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createMailer } from './mailer';

it('gives up on a server that takes the connection and says nothing, and logs no link', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const smtpUrl = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const troubles: unknown[] = [];
  const mailer = createMailer(
    { smtpUrl, from: 'noreply@llmgenie.test' },
    () => 'http://127.0.0.1',
    (error) => troubles.push(error),
    100,
  );
  mailer.send({ kind: 'reset', to: 'somebody@llmgenie.test', language: 'en', secret: 'the-secret' });
  await mailer.close();
  expect(troubles).toHaveLength(1);
  expect(String(troubles[0])).not.toContain('the-secret');
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});
