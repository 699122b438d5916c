import { z } from 'zod';

/** 5 MB, the most an evidence file may have. */
export const BLOB_MAX_BYTES = 5 * 1024 * 1024;

export const UploadBlob = z.strictObject({
  name: z.string().trim().min(1).max(200),
  mime: z
    .string()
    .max(100)
    .regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/i)
    .default('application/octet-stream'),
  base64: z.base64().max(Math.ceil(BLOB_MAX_BYTES / 3) * 4 + 8),
});
export const BlobResult = z.strictObject({ sha256: z.string(), size: z.number().int() });
export const GetBlob = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export const BlobView = z.object({
  name: z.string(),
  mime: z.string(),
  size: z.number(),
  base64: z.string(),
  untrusted: z.literal(true),
});
