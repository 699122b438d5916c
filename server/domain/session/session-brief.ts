import { defineQuery, type Facts } from '../../actions/action';
import { sql } from '../../actions/sql';
import { labelOf } from '../handoff/handoff-derive.rules';
import { buildBrief } from './brief.rules';
import type { ClaimPlan } from './recovery.rules';
import { briefFacts } from './recovery.rules';
import { type RecoveryFacts, recoveryFacts } from './recovery-facts';
import { BriefInput, BriefResult } from './session.schema';

/** The claim as it stands: nothing is taken by looking. */
function asIs({ handoff }: RecoveryFacts, actor: string): ClaimPlan {
  const state =
    handoff === null
      ? 'none'
      : handoff.state === 'done' || handoff.state === 'cancelled'
        ? 'closed'
        : handoff.holder === null
          ? 'offered'
          : handoff.holder.id === actor
            ? 'held'
            : 'other';
  return { state, takes: false, attention: [] };
}

export const sessionBrief = defineQuery({
  name: 'session.brief',
  title: 'Recovery brief',
  description: 'What a recovery of a session would answer now, within a token budget; recovers nothing.',
  input: BriefInput,
  output: BriefResult,
  permission: 'viewer',
  scope: 'read',
  read: async ({ facts, projectId, rows, runtime }, input) => {
    const [row] = await rows(sql<{
      own: RecoveryFacts;
    }>`WITH p AS MATERIALIZED (SELECT * FROM project WHERE id = ${projectId}::uuid),
      me AS MATERIALIZED (SELECT * FROM actor WHERE project_id = ${projectId}::uuid AND id = ${facts.actor?.id ?? null}::uuid)
      SELECT ${recoveryFacts(input.session ?? null, null)} AS own`);
    const recovery = row?.own.recovery ?? null;
    if (row === undefined || recovery === null) return null;
    const { session, actor } = recovery;
    const { handoff } = row.own;
    const known: Facts<RecoveryFacts> = {
      ...facts,
      actor,
      credential:
        actor.id === facts.actor?.id ? facts.credential : { ...facts.credential, scopes: ['read', 'act'] },
      session: {
        id: session.id,
        mode: session.mode,
        branch: session.branch,
        handoffId: handoff?.id ?? null,
        fence: session.fence,
      },
      own: row.own,
    };
    const moves = handoff === null ? [] : runtime.moves(known, labelOf(facts, handoff));
    const told = briefFacts(known, recovery, asIs(row.own, actor.id), actor, moves);
    return { brief: buildBrief(told, input.budget), untrusted: true as const };
  },
});
