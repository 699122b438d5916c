// `node server/cli/lockfile.mjs`, after every change of package-lock.json: a registry that serves only this
// platform's packages leaves the others out of the lock, and `npm ci` then refuses it elsewhere ("Missing … from
// lock file"). A stub entry names package, version and platform; npm skips it here and resolves it there.
// With `--check` it changes nothing and exits 1 when a stub is missing.
import { readFileSync, writeFileSync } from 'node:fs';

const LOCK = 'package-lock.json';
const OS = { windows: 'win32', win32: 'win32', linuxmusl: 'linux', wasi: undefined };
const SYSTEMS = [
  'darwin',
  'linux',
  'win32',
  'freebsd',
  'openbsd',
  'netbsd',
  'android',
  'aix',
  'sunos',
  'openharmony',
];
const CPUS = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];
const LIBC = { musl: 'musl', musleabihf: 'musl', linuxmusl: 'musl', gnu: 'glibc', gnueabihf: 'glibc' };

/** The `os`, `cpu` and `libc` that a platform package's name tells, e.g. `@next/swc-linux-arm64-musl`. */
export function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const pick = (find) => words.map(find).find((value) => value !== undefined);
  const os = pick((word) => (word in OS ? OS[word] : SYSTEMS.includes(word) ? word : undefined));
  const cpu = pick((word) => (CPUS.includes(word) ? word : undefined));
  const libc = os === 'linux' ? pick((word) => LIBC[word]) : undefined;
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }) };
}

/** The lock entry a package at `from` gets for `name`: its own folder first, then every folder above. */
function resolved(packages, from, name) {
  for (let folder = from; ; ) {
    const path = `${folder && `${folder}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (folder === '') return undefined;
    const above = folder.lastIndexOf('/node_modules/');
    folder = above < 0 ? '' : folder.slice(0, above);
  }
}

/** Adds the missing stubs to a parsed lock file and answers their names. */
export function addStubs(lock) {
  const added = [];
  for (const [from, entry] of Object.entries(lock.packages)) {
    for (const [name, wanted] of Object.entries(entry.optionalDependencies ?? {})) {
      if (resolved(lock.packages, from, name)) continue;
      const platform = platformOf(name);
      // Without a platform it is no platform package, and its absence is somebody's decision.
      if (Object.keys(platform).length === 0) continue;
      // Ranges are written by packages that release all their platforms together.
      const version = /^\d/.test(wanted) ? wanted : entry.version;
      const { dev } = entry;
      lock.packages[`node_modules/${name}`] = { version, ...platform, ...(dev && { dev }), optional: true };
      added.push(name);
    }
  }
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
  );
  return added;
}

if (process.argv[1]?.endsWith('lockfile.mjs')) {
  const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
  const added = addStubs(lock);
  if (process.argv.includes('--check')) {
    if (added.length > 0) {
      process.stderr.write(
        `${LOCK} lacks ${added.length} platform packages; run node server/cli/lockfile.mjs\n`,
      );
      process.exitCode = 1;
    }
  } else if (added.length > 0) {
    writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
    process.stdout.write(`${added.length} platform packages added to ${LOCK}\n`);
  }
}
