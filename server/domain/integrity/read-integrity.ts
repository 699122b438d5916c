import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { Verified } from '../event/event-log.schema';
import { verifySlice } from '../event/verify-slice';
import { Heads, HeadsInput, type ProjectHead, VerifyProject } from './integrity.schema';

/** Shown at once; an instance with more of them is verified by the command line. */
const MOST = 500;

export const integrityHeads = defineQuery({
  name: 'integrity.heads',
  title: 'Heads of every log',
  description:
    'Where the log of each project ends, with its hash and epoch, and where those of removed ones ended.',
  input: HeadsInput,
  output: Heads,
  permission: 'admin',
  scope: 'admin-read',
  place: 'instance',
  adminAction: true,
  read: async ({ rows }) => ({
    at: (await rows(sql<{ at: string }>`SELECT to_jsonb(now()) #>> '{}' AS at`))[0]?.at ?? '',
    projects:
      await rows(sql<ProjectHead>`SELECT p.id, p.key, p.name, c.seq, encode(c.last_hash, 'hex') AS hash, c.epoch,
        to_jsonb(c.last_at) #>> '{}' AS at
      FROM project p JOIN project_clock c ON c.project_id = p.id WHERE p.removed_at IS NULL
      ORDER BY p.key LIMIT ${MOST}::int`),
    removed: await rows(sql<
      Heads['removed'][number]
    >`SELECT id, key, last_seq AS seq, encode(last_hash, 'hex') AS hash
      FROM project_tombstone ORDER BY removed_at DESC LIMIT ${MOST}::int`),
  }),
});

export const integrityVerify = defineQuery({
  name: 'integrity.verify',
  title: 'Check the chain of any project',
  description: 'A slice of the check of one project’s log, against heads noted earlier where there are some.',
  input: VerifyProject,
  output: Verified,
  permission: 'admin',
  scope: 'admin-read',
  place: 'instance',
  adminAction: true,
  read: ({ rows }, { id, noted, ...slice }) => verifySlice(rows, id, slice, noted),
});
