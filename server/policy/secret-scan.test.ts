import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rules as presetRules } from '@secretlint/secretlint-rule-preset-recommend';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasSecretSign } from './secret-rules';
import { scanHere } from './secret-scan';
import { longRuns } from './secret-text';

/* Made from parts, so that nothing that searches this repository takes a sample for a leak. */
const glue = (...parts: string[]) => parts.join('');
const letters = (length: number) =>
  Array.from({ length }, (_, index) => 'aB3dE6gH9jK2mN5pQ8sT1vW4xY7z'[(index * 11) % 28]).join('');
const only = (alphabet: string, length: number) =>
  Array.from({ length }, (_, index) => alphabet[(index * 7 + 3) % alphabet.length]).join('');
const hex = (length: number) => only('0123456789abcdef', length);

const base64Json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const SAMPLES: Readonly<Record<string, string>> = {
  'own agent token': glue('lg', '_', hex(32), '_', letters(43)),
  github: glue('ghp', '_', letters(36)),
  'github fine-grained': glue('github', '_pat_', letters(82)),
  gitlab: glue('glpat', '-', letters(20)),
  npm: glue('npm', '_', letters(36)),
  slack: glue('xoxb', '-', '123456789012-', letters(24)),
  'slack webhook': glue('https://hooks.slack', '.com/services/', 'T0000AAAA/', 'B0000AAAA/', letters(24)),
  'aws key id': glue('AK', 'IA', 'Q3EGWUZ5KLM7PXRT'),
  'aws secret': glue('AWS_SECRET_ACCESS', '_KEY="', letters(40), '"'),
  stripe: glue('sk', '_live_', letters(24)),
  'stripe webhook': glue('wh', 'sec_', letters(32)),
  'google api key': glue('AI', 'za', letters(35)),
  jwt: glue(
    base64Json({ alg: 'HS256', typ: 'JWT' }),
    '.',
    base64Json({ sub: '1234567890' }),
    '.',
    letters(43),
  ),
  bearer: glue('Authorization: Bear', 'er ', letters(32)),
  'password=': glue('pass', 'word=hunt', 'er22'),
  'password in JSON': glue('{"pass', 'word": "Tr0ub4dor', '&3"}'),
  'Russian password': glue('пар', 'оль: zima2', '024'),
  telegram: glue('1234567890', ':AA', letters(33)),
  'hugging face': glue('hf', '_', only('abcdefghijKLMNOPQRSTUVWXYZ', 34)),
  'azure storage': glue('Account', 'Key=', letters(86), '=='),
  'azure client secret': glue(letters(3), '8Q', '~', letters(34)),
  notion: glue('ntn', '_', '12345678901', letters(35)),
  'older notion': glue('secret', '_', letters(43)),
  openai: glue('sk', '-proj-', letters(74), 'T3Blbk', 'FJ', letters(74)),
  anthropic: glue('sk-', 'ant-api03-', letters(93), 'AA'),
  groq: glue('gsk', '_', letters(52)),
  sendgrid: glue('SG', '.', letters(22), '.', letters(43)),
  shopify: glue('shp', 'at_', hex(32)),
  linear: glue('lin', '_api_', letters(40)),
  vault: glue('hv', 's.', letters(95)),
  vercel: glue('vc', 'p_', letters(40)),
  databricks: glue('da', 'pi', hex(32)),
  docker: glue('dckr', '_pat_', letters(27)),
  figma: glue('fig', 'd_', letters(44)),
  grafana: glue('gl', 'sa_', letters(32), '_', hex(8)),
  'private key': glue('-----BEGIN RSA ', 'PRIVATE', ' KEY-----\n', letters(64)),
  'basic auth': glue('https://deploy', ':', letters(12), '@git.internal.net/repo'),
  postgres: glue('postgres', '://app:', letters(14), '@db.internal.net:5432/app'),
  'api key': glue('api', '_key: ', letters(32)),
  'key in an address': glue('https://api.host.net/v1?to', 'ken=', letters(32)),
  'a random string': letters(44),
};

const rulesOf = async (value: unknown) => (await scanHere(value)).map((finding) => finding.ruleId);

describe('a secret', () => {
  it.each(Object.entries(SAMPLES))('%s is found in the middle of a text', async (_name, secret) => {
    const findings = await scanHere({ body: `before the key: ${secret} and after` });
    expect(findings.length).toBe(1);
    expect(findings[0]?.path).toBe('body');
  });

  it.each(Object.entries(SAMPLES))('%s is never repeated', async (_name, secret) => {
    expect(JSON.stringify(await scanHere({ body: secret, [secret]: 1 }))).not.toContain(secret.slice(8, 24));
  });

  it.each(Object.entries(SAMPLES))('%s is found when encoded as base64', async (_name, secret) => {
    const encoded = Buffer.from(`the key is ${secret} today`).toString('base64');
    const findings = await scanHere({ note: `see ${encoded}` });
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]).toMatchObject({ path: 'note', start: 4 });
    expect(findings[0]?.end).toBeGreaterThanOrEqual(4 + encoded.replace(/=+$/, '').length);
  });

  it('is placed by path and range of the original text', async () => {
    const secret = SAMPLES.github ?? '';
    const value = { title: 'plain', package: { controlQuestions: ['first', `two ${secret}!`] } };
    expect(await scanHere(value)).toMatchObject([
      { path: 'package.controlQuestions.1', start: 4, end: 4 + secret.length },
    ]);
  });

  it('is placed rightly behind signs that were taken out or made plain', async () => {
    const secret = SAMPLES.github ?? '';
    const wide = [...secret]
      .map((sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0))
      .join('');
    const hidden = [...secret].join('\u200b');
    for (const form of [wide, hidden]) {
      const [finding] = await scanHere({ body: `ﬁrst\u00ad ${form} end` });
      expect(finding).toMatchObject({ start: 6, end: 6 + form.length });
    }
  });

  it('cannot switch the search off', async () => {
    const secret = SAMPLES.github ?? '';
    for (const directive of ['disable', 'disable-line', 'disable-next-line']) {
      for (const prefix of ['secretlint-', 'secret\u200blint-', 'ｓecretlint-']) {
        expect(
          await rulesOf({ a: `/* ${prefix}${directive} */\n${secret} // ${prefix}${directive}`, b: secret }),
        ).toEqual(['secretlint.github', 'secretlint.github']);
      }
    }
  });

  it('is found in a key, and below a key that names it', async () => {
    expect(await rulesOf({ metadata: { [SAMPLES.github ?? '']: 'x' } })).toEqual(['secretlint.github']);
    expect(await scanHere({ metadata: { dbPassword: glue('zima', '2024') } })).toEqual([
      { ruleId: 'password', path: 'metadata.dbPassword', start: 0, end: 8 },
    ]);
  });

  it('is found in base64 wrapped over lines', async () => {
    const encoded = Buffer.from(`${'The key of the importer follows. '.repeat(3)}${SAMPLES.github}`).toString(
      'base64',
    );
    for (const width of [64, 76]) {
      const wrapped = encoded.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\r\n');
      expect(await rulesOf({ note: `see\n${wrapped}\nand so on` })).toEqual(['secretlint.github']);
    }
  });

  it('is found in a text file of 5 MB sent as base64, and a picture of that size holds none', async () => {
    const log = `${'2024-10-12 import of project 7 went on\n'.repeat(137_900)}${SAMPLES.github}\n`;
    expect(await rulesOf({ base64: Buffer.from(log).toString('base64') })).toEqual(['secretlint.github']);
    expect(await rulesOf({ base64: randomBytes(5_242_880).toString('base64') })).toEqual([]);
  });

  it('is not made up from two neighbouring strings', async () => {
    const secret = SAMPLES.github ?? '';
    expect(await rulesOf([secret.slice(0, 20), secret.slice(20)])).toEqual([]);
    expect(await rulesOf([glue('pass', 'word='), 'hunter22'])).toEqual([]);
  });

  it('is reported at most twenty times', async () => {
    expect((await scanHere(Array(100).fill(SAMPLES.github))).length).toBe(20);
  });
});

describe('the cheap test', () => {
  it('lets no sample of a named rule pass unseen', () => {
    const missed = Object.entries(SAMPLES).filter(
      ([name, secret]) => name !== 'a random string' && !hasSecretSign(secret, longRuns(secret)),
    );
    expect(missed).toEqual([]);
  });

  it('was written for exactly these rules of the preset', () => {
    const ids = presetRules.map((rule) => rule.meta.id.replace('@secretlint/secretlint-rule-', ''));
    expect(ids.sort()).toEqual(
      (
        '1password anthropic aws basicauth database-connection-string databricks docker figma filter-comments gcp ' +
        'github gitlab grafana groq hashicorp-vault huggingface linear notion npm openai privatekey sendgrid shopify ' +
        'slack vercel'
      ).split(' '),
    );
  });
});

const ORDINARY: Readonly<Record<string, string>> = {
  English:
    'The importer keeps its cursor per project. Password rules: at least ten characters; the token is shown once. ' +
    'Ask a lead for the secret: it is not written here. Password: required. The task-list-for-developers is done.',
  Russian:
    'Пароль: обязателен. Секрет хранится отдельно, токен показывается один раз. Проверка авторизации пройдена, ' +
    'ветка feature/авторизация-пользователей-через-внешний-сервис готова к передаче рецензенту.',
  Chinese: '密码：必填。令牌只显示一次，请勿写在这里。',
  'git hash': `fixed in ${hex(40)} and ${hex(7)}`,
  uuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301, token: 3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  sha256: `sha256:${hex(64)} and ${hex(64).toUpperCase()}`,
  integrity: `"integrity": "sha512-${letters(86)}=="`,
  address:
    'https://docs.host.net/document/d/1aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA2bC3dE4f/edit?usp=sharing#heading=h.1fob9te',
  'address with a query': 'https://host.net/search?q=how+to+rotate+a+token&page=2&sort=asc',
  'base64 of text': Buffer.from('The importer keeps its cursor per project and resumes.').toString('base64'),
  'base64 of Russian': Buffer.from('Импорт хранит свой курсор по проекту и продолжает работу.').toString(
    'base64',
  ),
  'a picture': `data:image/png;base64,${letters(120)}`,
  'public key': `ssh-ed25519 ${glue('AAAA', 'C3NzaC1lZDI1NTE5')}${letters(52)} ada@host`,
  path: 'packages/server-only/document/GetDocumentByIdAndTeam2024/handlers/v2/CreateEnvelopeItem.test.ts',
  identifiers:
    'getServerSideAuthenticationTokenFromRequestHeadersV2 SHOULD_NEVER_LOG_ACCESS_TOKEN_2024 handleOAuth2CallbackForGitHub1',
  code:
    'const password = process.env.DB_PASSWORD; const token = await issueToken(user, { secret: config.secret });\n' +
    'password: z.string().min(8).max(64), apiKey: getApiKeyFromEnvironment(2), pwd=$PWD',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder is the sample
  template: 'postgres://app:${DB_PASSWORD}@db:5432/app Authorization: Bearer <token> api_key=YOUR_API_KEY',
  'connection without a password':
    'postgres://localhost:5432/app and DATABASE_URL=postgresql://db.internal/app',
  timestamps: '2024-10-12T10:20:30.000Z 2024-10-12T10-20-30-000Z-Build-17-Of-Release-Candidate-3',
  version:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
};

describe('ordinary text', () => {
  it.each(Object.entries(ORDINARY))('%s holds none', async (_name, text) => {
    expect(await scanHere({ text, list: [text, { text }] })).toEqual([]);
  });

  it.each([
    'policy-engine.ts',
    'secret-rules.ts',
    'secret-text.ts',
    'policy.types.ts',
    'builtin-policies.ts',
  ])('nor does this source file, %s', async (file) => {
    expect(await scanHere(readFileSync(new URL(file, import.meta.url), 'utf8'))).toEqual([]);
  });

  it('nor do hashes and ids, whichever they are', async () => {
    for (let round = 0; round < 300; round += 1) {
      const hash = createHash('sha256').update(String(round)).digest('hex');
      const text = `${randomUUID()} ${hash} ${hash.slice(0, 40)} ${Buffer.from(`line ${hash}`).toString('base64')}`;
      expect(await scanHere(text)).toEqual([]);
    }
  });
});

describe('for any text', () => {
  it('the long runs are those a plain search finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('abc', 'Zz9_-', ' ', '.', '~%=', 'ж', '0123456789+/'), { maxLength: 60 }),
        (parts) => {
          const text = parts.join('');
          const plain = [...text.matchAll(/[A-Za-z0-9+/_.~%=-]{16,}/g)];
          expect(longRuns(text)).toEqual(
            plain.map((run) => ({ start: run.index, end: run.index + run[0].length })),
          );
        },
      ),
    );
  });

  it('ranges lie within the string they name', async () => {
    const piece = fc.oneof(
      fc.constantFrom(...Object.values(SAMPLES)),
      fc.string({ unit: 'grapheme' }),
      fc.constant('\u200b'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(piece).map((parts) => parts.join(' '))), async (strings) => {
        for (const finding of await scanHere({ strings })) {
          const [, index] = finding.path.split('.');
          const length = strings[Number(index)]?.length ?? -1;
          expect(finding.start).toBeGreaterThanOrEqual(0);
          expect(finding.end).toBeLessThanOrEqual(length);
          expect(finding.start).toBeLessThan(finding.end);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('most strings drawn at random are found', async () => {
    let found = 0;
    for (let round = 0; round < 200; round += 1) {
      const [finding] = await scanHere(`x ${randomBytes(32).toString('base64url')} y`);
      if (finding?.ruleId === 'entropy') found += 1;
    }
    expect(found).toBeGreaterThan(170);
  });

  it.each([
    ['eyJ', 'eyJ-'],
    ['sendgrid', glue('SG', '.a.')],
    ['addresses', 'https://a:'],
    ['assignments', glue('pass', 'word: ')],
    ['base64', 'QUFB'],
    ['runs', 'a,'],
    ['signs', '\u200b'],
    ['xoauth', 'https://:x-oauth-basic'],
    ['mixed', 'aB3-'],
  ])('a mebibyte of %s takes less than four seconds', async (_name, unit) => {
    const start = performance.now();
    await scanHere(unit.repeat(Math.floor(1_048_576 / unit.length)));
    expect(performance.now() - start).toBeLessThan(4_000);
  });
});
