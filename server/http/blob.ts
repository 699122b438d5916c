import type { z } from 'zod';
import { BlobView } from '../domain/blob/blob.schema';
import { AppError } from '../errors';

const SHA256 = /^[0-9a-f]{64}$/;

type StoredFile = Pick<z.infer<typeof BlobView>, 'name' | 'mime' | 'base64'>;

/** What the query `blob.get` answered. */
export function storedFile(result: unknown): StoredFile {
  return BlobView.parse(result);
}

export function readBlobPath(url: URL): { sha256: string; project: string | null } {
  const sha256 = url.pathname.slice('/api/blob/'.length);
  if (!SHA256.test(sha256)) throw new AppError('NOT_FOUND', 'There is no such file.');
  return { sha256, project: url.searchParams.get('project') };
}

/** Any byte of a header that is not plain ASCII would end it or be misread. */
function headerSafe(name: string): string {
  return name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
}

/**
 * A file that somebody uploaded. It comes from our own origin, so it is only ever saved: as an attachment, of a type no
 * browser opens by guessing, and without rights should it be opened after all.
 */
export function fileResponse(file: StoredFile): Response {
  const bytes = Buffer.from(file.base64, 'base64');
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': /^[\w.+-]+\/[\w.+-]+$/.test(file.mime) ? file.mime : 'application/octet-stream',
      'content-length': String(bytes.length),
      'content-disposition': `attachment; filename="${headerSafe(file.name)}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      // The name of a file is its content: what was fetched once stays right. Shared caches may not keep it.
      'cache-control': 'private, max-age=31536000, immutable',
    },
  });
}
