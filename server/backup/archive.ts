// A backup is an ordinary gzipped tar: without us, `tar xzf` and the database's own COPY read it as well.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

const BLOCK = 512;
/** Larger than any entry that we write; whatever says more is no backup of ours. */
const LARGEST_ENTRY = 64 * 1024 * 1024;

/** The file is not as it was written; the message is the one line to print. */
export class DamagedBackup extends Error {
  constructor(path: string, how: string, options?: ErrorOptions) {
    super(`${path} ${how}; nothing was changed`, options);
    this.name = 'DamagedBackup';
  }
}

export interface Entry {
  readonly name: string;
  readonly data: Buffer;
}

/** The header of a plain file, as POSIX has it; `at` in seconds. */
function header(name: string, size: number, at: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, offset: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
  block.write(name, 0, 100, 'utf8');
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(at, 136, 12);
  block.write('        0', 148, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

export interface ArchiveWriter {
  add(name: string, data: Buffer): Promise<void>;
  /** Writes the end and waits for the disk. The file still has the name `draft`. */
  end(): Promise<{ bytes: number; sha256: string }>;
  readonly draft: string;
  /** Gives the file its name, in place of what had it. */
  publish(): Promise<void>;
  /** Removes what was written so far. */
  discard(): Promise<void>;
}

/** Writes entries one after the other; nothing stands under `path` before publish(). Only its owner can read the file. */
export function writeArchive(path: string): ArchiveWriter {
  const draft = `${path}.part-${process.pid}`;
  const at = Math.floor(Date.now() / 1000);
  const input = new PassThrough();
  const whole = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _, done) {
      whole.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const file = createWriteStream(draft, { flags: 'w', mode: 0o600, flush: true });
  const written = pipeline(input, createGzip(), meter, file);
  // A failure is told by whoever writes next; until then it is nobody's unhandled rejection.
  const settled = Promise.allSettled([written]);
  const put = async (data: Buffer) => {
    if (input.destroyed) await written;
    if (!input.write(data)) await Promise.race([new Promise((room) => input.once('drain', room)), written]);
  };
  return {
    draft,
    async add(name, data) {
      await put(header(name, data.length, at));
      await put(data);
      const rest = data.length % BLOCK;
      if (rest > 0) await put(Buffer.alloc(BLOCK - rest));
    },
    async end() {
      input.end(Buffer.alloc(2 * BLOCK));
      await written;
      return { bytes, sha256: whole.digest('hex') };
    },
    async publish() {
      await rename(draft, path);
      const folder = await open(dirname(path));
      await folder.sync();
      await folder.close();
    },
    async discard() {
      input.destroy();
      await settled;
      await rm(draft, { force: true });
    },
  };
}

/** Hands out exactly as many bytes as asked for, of a stream that comes in pieces of any size. */
class Bytes {
  readonly #pieces: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: Readable) {
    this.#pieces = source[Symbol.asyncIterator]();
  }

  /** Null where the stream ends before so many. */
  async take(size: number): Promise<Buffer | null> {
    const collected = [this.#rest];
    let length = this.#rest.length;
    while (length < size) {
      const next = await this.#pieces.next();
      if (next.done) return null;
      collected.push(next.value);
      length += next.value.length;
    }
    const all = collected.length === 1 ? this.#rest : Buffer.concat(collected, length);
    this.#rest = all.subarray(size);
    return all.subarray(0, size);
  }
}

function howDamaged(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (message.includes('unexpected end of file')) return 'is cut off';
  return message.includes('incorrect header check') ? 'is no backup of llmgenie' : 'is damaged';
}

/** The entries in their order. Throws DamagedBackup where the file is cut off, or its bytes are others than were written. */
export async function* readArchive(path: string): AsyncGenerator<Entry, void, undefined> {
  const handle = await open(path);
  const source = handle.createReadStream();
  const gunzip = createGunzip();
  // What ends it badly ends the reading below as well, which says so.
  const settled = Promise.allSettled([pipeline(source, gunzip)]);
  const bytes = new Bytes(gunzip);
  const take = async (size: number): Promise<Buffer | null> => {
    try {
      return await bytes.take(size);
    } catch (error) {
      throw new DamagedBackup(path, howDamaged(error), { cause: error });
    }
  };
  const wanted = async (size: number): Promise<Buffer> => {
    const taken = await take(size);
    if (taken === null) throw new DamagedBackup(path, 'is cut off');
    return taken;
  };
  try {
    for (;;) {
      const head = await wanted(BLOCK);
      if (head.every((byte) => byte === 0)) break;
      const size = Number.parseInt(head.toString('latin1', 124, 135), 8);
      const name = head.toString('utf8', 0, 100).replace(/\0.*$/s, '');
      const sound = Number.isSafeInteger(size) && size >= 0 && size <= LARGEST_ENTRY;
      if (!sound || !header(name, size, Number.parseInt(head.toString('latin1', 136, 147), 8)).equals(head))
        throw new DamagedBackup(path, 'is no backup of llmgenie');
      const data = await wanted(size);
      if (size % BLOCK > 0) await wanted(BLOCK - (size % BLOCK));
      yield { name, data };
    }
    await wanted(BLOCK);
    // To the very end: there stands the checksum of the whole.
    if ((await take(1)) !== null) throw new DamagedBackup(path, 'goes on after its end');
  } finally {
    source.destroy();
    gunzip.destroy();
    await settled;
  }
}
