import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../db/cluster-postmaster';
import type { Env } from '../env';
import { type Mailbox, openMailbox, partOf } from '../mail/mailbox.fixture';
import { type RunningServer, serve } from '../main';
import { createWorld, type World } from '../world.fixture';
import { type LocalProvider, startProvider } from './oidc.fixture';

/* People who come in over HTTP: by links, letters and an account at a real provider. */

let world: World;
let mailbox: Mailbox;
let provider: LocalProvider;
let server: RunningServer;
let origin: string;

beforeAll(async () => {
  world = await createWorld();
  mailbox = await openMailbox();
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  provider = await startProvider(`${origin}/api/auth/callback/oidc`);
  const { issuer, clientId, clientSecret } = provider;
  const env: Env = {
    host: '127.0.0.1',
    port,
    dataDir: '/nonexistent',
    databaseUrl: undefined,
    publicUrl: undefined,
    sessionSecret: 'identity'.repeat(8),
    mail: { smtpUrl: mailbox.smtpUrl, from: 'llmgenie <noreply@llmgenie.test>' },
    oidc: { issuer, clientId, clientSecret, name: 'Local' },
    sample: false,
  };
  process.env.NEXTAUTH_SECRET = env.sessionSecret;
  process.env.NEXTAUTH_URL = origin;
  server = await serve({ env, appUrl: world.db.appUrl, poolUrl: world.db.poolUrl, pages: false });
}, 120_000);
afterAll(async () => {
  await server?.close();
  await provider?.close();
  await mailbox?.close();
  await world?.db.drop();
});

/** A browser as far as cookies and redirects go. */
class Visitor {
  readonly #cookies = new Map<string, Map<string, string>>();

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin: at } = new URL(url);
    const jar = this.#cookies.get(at) ?? new Map<string, string>();
    this.#cookies.set(at, jar);
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  async form(path: string, fields: Record<string, string>): Promise<Response> {
    const { csrfToken } = (await (await this.fetch(`${origin}/api/auth/csrf`)).json()) as {
      csrfToken: string;
    };
    return this.fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
    });
  }

  signIn(email: string, password: string): Promise<Response> {
    return this.form('/api/auth/callback/credentials', { email, password });
  }

  identity(door: string, body: object): Promise<Response> {
    return this.fetch(`${origin}/api/identity/${door}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(body),
    });
  }

  /** By the provider; answers where it ends: the page, or the sign-in page with the reason. */
  async elsewhere(tamper: (url: URL) => URL = (url) => url): Promise<string> {
    const begun = (await (await this.form('/api/auth/signin/oidc', { callbackUrl: '/account' })).json()) as {
      url: string;
    };
    let url = begun.url;
    for (let hop = 0; hop < 12; hop += 1) {
      const response = await this.fetch(url);
      const next = response.headers.get('location');
      if (next === null) return url;
      const target = new URL(next, url);
      url = (target.pathname === '/api/auth/callback/oidc' ? tamper(target) : target).toString();
      if (new URL(url).origin === origin && !url.includes('/api/auth/')) return url.slice(origin.length);
    }
    throw new Error('redirected round and round');
  }

  async who(): Promise<string | null> {
    const answer = await this.fetch(
      `${origin}/api/trpc/account.get?input=${encodeURIComponent(JSON.stringify({ project: 'instance', arguments: {} }))}`,
    );
    const body = (await answer.json()) as { result?: { data: { email: string } } };
    return body.result?.data.email ?? null;
  }
}

const secretIn = (letter: string) =>
  /\/link#([A-Za-z0-9_-]{43})/.exec(partOf(letter, 'text/plain'))?.[1] ?? '';
const password = 'a few words of it';

describe('an invitation by letter', () => {
  it('is sent, looked at without being used, and makes whoever accepts a member who can sign in', async () => {
    const input = { project: 'llmgenie', arguments: { email: 'ada@llmgenie.test', language: 'ru' } };
    // Through the server's own runtime, which is the one that has mail.
    const { execute } = await import('../actions/execute');
    await execute(server.runtime, {
      action: 'invitation.create',
      credential: world.people.admin ?? { kind: 'system', causedBy: 'test' },
      ...input,
    });
    const letter = await mailbox.next();
    expect(letter).toMatch(/^To: ada@llmgenie\.test$/m);
    expect(partOf(letter, 'text/plain')).toContain('приглашает вас в проект «llmgenie»');
    expect(partOf(letter, 'text/html')).toContain(`href="${origin}/link#`);
    const secret = secretIn(letter);
    const ada = new Visitor();
    for (let look = 0; look < 2; look += 1) {
      const seen = await (await ada.identity('link', { secret })).json();
      expect(seen).toMatchObject({
        purpose: 'invite',
        email: 'ada@llmgenie.test',
        hasAccount: false,
        by: 'admin',
      });
    }
    const used = await ada.identity('use', { secret, name: 'Ada', password });
    expect(await used.json()).toEqual({ email: 'ada@llmgenie.test', next: '/llmgenie/board' });
    expect((await ada.signIn('ada@llmgenie.test', password)).status).toBe(200);
    expect(await ada.who()).toBe('ada@llmgenie.test');
    const again = await ada.identity('link', { secret });
    const made = await ada.identity('link', { secret: 'x'.repeat(43) });
    expect([again.status, made.status]).toEqual([404, 404]);
    expect(await again.json()).toEqual(await made.json());
  });
});

describe('a forgotten password', () => {
  it('is answered alike for a known and an unknown address, and only the known one gets a letter', async () => {
    const visitor = new Visitor();
    const known = await visitor.identity('ask', { email: 'reviewer@llmgenie.test', language: 'en' });
    const unknown = await visitor.identity('ask', { email: 'nobody@llmgenie.test', language: 'en' });
    expect([known.status, unknown.status]).toEqual([200, 200]);
    expect(await known.text()).toBe(await unknown.text());
    const letter = await mailbox.next();
    expect(letter).toMatch(/^To: reviewer@llmgenie\.test$/m);
    expect(mailbox.letters).toEqual([]);

    const secret = secretIn(letter);
    expect((await visitor.identity('use', { secret, password: 'short' })).status).toBe(400);
    expect((await visitor.identity('use', { secret, password })).status).toBe(200);
    expect((await visitor.signIn('reviewer@llmgenie.test', password)).status).toBe(200);
  });

  it('ends every open session and live stream at once', async () => {
    const one = new Visitor();
    await one.signIn('reviewer@llmgenie.test', password);
    const stream = await one.fetch(`${origin}/api/events?project=llmgenie`);
    const reader = stream.body?.getReader();
    await reader?.read();
    const other = new Visitor();
    await other.signIn('reviewer@llmgenie.test', password);
    const changed = await other.identity('password', { current: password, next: 'other words of it' });
    expect(changed.status).toBe(200);
    const began = performance.now();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read());
    // Well before the minute after which a stream asks again by itself.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await one.who()).toBeNull();
    const wrong = await other.identity('password', { current: password, next: 'third words of it' });
    expect(wrong.status).toBe(401);
  });

  it('is asked for three times, then no letter goes out, and the answer stays the same', async () => {
    const visitor = new Visitor();
    for (let ask = 0; ask < 5; ask += 1) {
      const answer = await visitor.identity('ask', { email: 'librarian@llmgenie.test' });
      expect(answer.status).toBe(200);
    }
    for (let letter = 0; letter < 3; letter += 1) await mailbox.next();
    // A later letter overtakes none: what would have come has come.
    await visitor.identity('ask', { email: 'coder@llmgenie.test' });
    expect(await mailbox.next()).toMatch(/^To: coder@/m);
    expect(mailbox.letters).toEqual([]);
  });
});

describe('an account elsewhere', () => {
  it('with a verified address signs in the person here, checked by state, nonce and PKCE', async () => {
    provider.people.set('p-lead', { email: 'Lead@llmgenie.test', email_verified: true, name: 'Lead' });
    provider.who = 'p-lead';
    const visitor = new Visitor();
    expect(await visitor.elsewhere()).toBe('/account');
    expect(await visitor.who()).toBe('lead@llmgenie.test');
    expect(provider.asked.get('code_challenge_method')).toBe('S256');
    for (const check of ['state', 'nonce', 'code_challenge']) expect(provider.asked.get(check)).toBeTruthy();
    const { rows } = await world.db.pool.query('SELECT FROM linked_account');
    expect(rows).toHaveLength(1);
    expect(await new Visitor().elsewhere()).toBe('/account');
  });

  it('with an unverified address, or none, signs in nobody and makes nobody', async () => {
    provider.people.set('p-fake', { email: 'admin@llmgenie.test', email_verified: false });
    provider.people.set('p-none', {});
    const before = await world.db.pool.query('SELECT FROM "user"');
    for (const who of ['p-fake', 'p-none']) {
      provider.who = who;
      const visitor = new Visitor();
      expect(await visitor.elsewhere()).toBe('/sign-in?error=unverified');
      expect(await visitor.who()).toBeNull();
    }
    expect((await world.db.pool.query('SELECT FROM "user"')).rows).toHaveLength(before.rows.length);
  });

  it('of somebody new makes an account in no project', async () => {
    provider.people.set('p-new', {
      email: 'newcomer@llmgenie.test',
      email_verified: true,
      name: 'New Comer',
    });
    provider.who = 'p-new';
    const visitor = new Visitor();
    expect(await visitor.elsewhere()).toBe('/account');
    const { rows } = await world.db.pool.query(
      `SELECT p.key, a.permission FROM actor a JOIN project p ON p.id = a.project_id
       JOIN "user" u ON u.id = a.user_id WHERE u.email = 'newcomer@llmgenie.test'`,
    );
    expect(rows).toEqual([{ key: 'instance', permission: 'viewer' }]);
  });

  it('of a disabled person signs in nobody', async () => {
    await world.as('admin', 'user.disable', { email: 'newcomer@llmgenie.test' }, { project: 'instance' });
    provider.who = 'p-new';
    const visitor = new Visitor();
    expect(await visitor.elsewhere()).toBe('/sign-in?error=refused');
    expect(await visitor.who()).toBeNull();
  });

  it('is not taken from an answer with another state, or from another browser', async () => {
    provider.who = 'p-lead';
    const visitor = new Visitor();
    const ended = await visitor.elsewhere((url) => {
      url.searchParams.set('state', 'made-up');
      return url;
    });
    expect(ended).toMatch(/^\/sign-in\?.*error=/);
    expect(await visitor.who()).toBeNull();
    let stolen = '';
    await new Visitor().elsewhere((url) => {
      stolen = url.toString();
      return new URL(`${origin}/sign-in`);
    });
    const thief = new Visitor();
    await thief.fetch(stolen);
    expect(await thief.who()).toBeNull();
  });
});

describe('tries', () => {
  it('of made-up links are limited by address, and of open ones not', async () => {
    const visitor = new Visitor();
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const answer = await visitor.identity('link', { secret: `${index}`.padStart(43, 'y') });
        return answer.status;
      }),
    );
    expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(30);
    expect(statuses).toContain(429);
    const last = await visitor.identity('link', { secret: 'z'.repeat(43) });
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('from another site, or as a form, are refused', async () => {
    const foreign = await fetch(`${origin}/api/identity/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://elsewhere.test' },
      body: JSON.stringify({ email: 'lead@llmgenie.test' }),
    });
    expect(foreign.status).toBe(403);
    const form = await fetch(`${origin}/api/identity/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'email=lead',
    });
    expect(form.status).toBe(400);
  });
});
