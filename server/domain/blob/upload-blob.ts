import { createHash } from 'node:crypto';
import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { BLOB_MAX_BYTES, BlobResult, UploadBlob } from './blob.schema';

interface BlobFacts {
  readonly known: boolean;
}
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const decode = (base64: string) => Buffer.from(base64, 'base64');

export const uploadBlob = defineAction<BlobFacts>()({
  name: 'blob.upload',
  title: 'Upload an evidence file',
  description:
    'Stores a file of at most 5 MB by its SHA-256; attach it with checklist.attachEvidence, kind file.',
  input: UploadBlob,
  output: BlobResult,
  permission: 'member',
  scope: 'act',
  // The file in base64, and its name.
  maxCharacters: Math.ceil(BLOB_MAX_BYTES / 3) * 4 + 1_000,
  events: ['blob.uploaded'],
  retry: 'server',
  refusals: ['TOO_LARGE'],
  facts: (input): Fragment<BlobFacts> =>
    sql<BlobFacts>`(SELECT jsonb_build_object('known', EXISTS (SELECT FROM blob b, p WHERE b.project_id = p.id AND b.sha256 = ${digest(decode(input.base64))})))`,
  derive: (facts) =>
    facts.project === null
      ? null
      : { resource: { kind: 'project', id: facts.project.id, label: facts.project.key }, context: {} },
  rule: (facts, input) => {
    const bytes = decode(input.base64);
    if (facts.actor === null) return refuse('actor.none', 'There is no such actor.', { code: 'NOT_FOUND' });
    if (bytes.length > BLOB_MAX_BYTES) {
      return refuse('blob.size', 'The file is larger than 5 MB.', {
        code: 'TOO_LARGE',
        details: { bytes: bytes.length, limit: BLOB_MAX_BYTES },
      });
    }
    const sha256 = digest(bytes);
    const result = { sha256, size: bytes.length };
    // The same bytes are stored once; giving them again is no event.
    if (facts.own.known) return { kind: 'change', events: [], result };
    return {
      kind: 'change',
      inserts: [
        {
          table: 'blob',
          rows: [
            {
              sha256,
              name: input.name,
              mime: input.mime,
              size: bytes.length,
              bytes: `\\x${bytes.toString('hex')}`,
              actor_id: facts.actor.id,
            },
          ],
          computed: { created_at: now },
        },
      ],
      events: [event('blob.uploaded', null, { sha256, name: input.name, size: bytes.length })],
      result,
    };
  },
});
