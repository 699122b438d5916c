import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addStubs, platformOf } from './lockfile.mjs';

describe('the lock file', () => {
  it('reads a platform out of a package name', () => {
    expect(platformOf('@next/swc-linux-arm64-musl')).toEqual({
      os: ['linux'],
      cpu: ['arm64'],
      libc: ['musl'],
    });
    expect(platformOf('@swc/core-win32-ia32-msvc')).toEqual({ os: ['win32'], cpu: ['ia32'] });
    expect(platformOf('@img/sharp-libvips-linuxmusl-x64')).toEqual({
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    });
    expect(platformOf('@tailwindcss/oxide-wasm32-wasi')).toEqual({ cpu: ['wasm32'] });
    expect(platformOf('fast-check')).toEqual({});
  });

  it('gets a stub for each missing platform package, nothing else, once', () => {
    const lock = {
      packages: {
        '': {},
        'node_modules/tool': {
          version: '2.0.0',
          dev: true,
          optionalDependencies: {
            'tool-linux-x64-gnu': '2.0.0',
            'tool-darwin-arm64': '^2.0.0',
            extra: '1.0.0',
          },
        },
        'node_modules/tool/node_modules/tool-linux-x64-gnu': { version: '2.0.0' },
      },
    };
    expect(addStubs(lock)).toEqual(['tool-darwin-arm64']);
    expect(lock.packages).toMatchObject({
      'node_modules/tool-darwin-arm64': {
        version: '2.0.0',
        os: ['darwin'],
        cpu: ['arm64'],
        dev: true,
        optional: true,
      },
    });
    expect(addStubs(lock)).toEqual([]);
  });

  it('names no registry: everybody installs from their own', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved": "http');
  });
});
