import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainPacks } from '@/server/domain/pack/domain-packs';
import { ProjectKey, ProjectPrefix } from '@/server/domain/project/project.schema';
import { keyFrom, prefixFrom, readPack } from './new-project.rules';

describe('what a name suggests', () => {
  it('is a key and a prefix that can be used', () => {
    expect(keyFrom('Web shop 2')).toBe('web-shop-2');
    expect(keyFrom('Лаборатория «Щит»')).toBe('laboratoriya-schit');
    expect(keyFrom('2 fast')).toBe('fast');
    expect(prefixFrom('web-shop')).toBe('WS');
    expect(prefixFrom('kitchen')).toBe('KI');
  });

  it('is empty or valid, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 90 }), (name) => {
        const key = keyFrom(name);
        expect(key === '' || ProjectKey.safeParse(key).success).toBe(true);
        const prefix = prefixFrom(key);
        expect(prefix.length < 2 || ProjectPrefix.safeParse(prefix).success).toBe(true);
      }),
    );
  });
});

describe('a pasted pack', () => {
  it('is read by the schema and the rules of the server', () => {
    expect(readPack(' ')).toEqual({ kind: 'empty' });
    expect(readPack(JSON.stringify(domainPacks.science))).toMatchObject({ kind: 'sound' });
    expect(readPack('{')).toMatchObject({ kind: 'wrong' });
    expect(readPack(JSON.stringify({ ...domainPacks.science, roles: [] }))).toMatchObject({
      kind: 'wrong',
      issues: [expect.stringMatching(/^roles: /)],
    });
    const orphan = { ...domainPacks.science, roles: domainPacks.science.roles.slice(1) };
    expect(readPack(JSON.stringify(orphan))).toMatchObject({
      kind: 'wrong',
      issues: ['workflow.stages.published: unknown-role (lead)'],
    });
  });
});
