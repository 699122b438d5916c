import { defineAction } from '../../actions/action';
import { now, refuse } from '../../actions/change';
import { type Fragment, sql } from '../../actions/sql';
import { event } from '../../events/catalogue';
import { handoffUpdate } from '../handoff/handoff.rules';
import { deriveHandoff, labelOf } from '../handoff/handoff-derive.rules';
import { type HandoffFacts, handoffFacts } from '../handoff/handoff-facts';
import { itemOf, openAfter, tickable, tickFacts, unknownItem } from './checklist.rules';
import { AttachEvidence, EvidenceResult } from './checklist.schema';

interface EvidenceFacts extends HandoffFacts {
  readonly blobKnown: boolean;
}

function evidenceFacts(handoff: string, sha256: string | undefined): Fragment<EvidenceFacts> {
  return sql<EvidenceFacts>`(${handoffFacts(handoff)} || jsonb_build_object('blobKnown',
    EXISTS (SELECT FROM blob b, p WHERE b.project_id = p.id AND b.sha256 = ${sha256 ?? null}::text)))`;
}

export const attachEvidence = defineAction<EvidenceFacts>()({
  name: 'checklist.attachEvidence',
  title: 'Attach evidence to an item',
  description:
    'Puts proof beside a claim: a link, a commit, a test run, a log, a measurement or an uploaded file.',
  input: AttachEvidence,
  output: EvidenceResult,
  permission: 'member',
  scope: 'act',
  events: ['checklist.evidenceAttached'],
  retry: 'server',
  refusals: ['RULE_REFUSED', 'INVALID_ARGUMENTS'],
  facts: (input) => evidenceFacts(input.handoff, input.sha256),
  derive: (facts, input) => deriveHandoff(facts, { ...tickFacts(facts, input.item), selfApproval: false }),
  rule: (facts, input, env) => {
    const { own, actor } = facts;
    const { handoff } = own;
    if (handoff === null || actor === null)
      return refuse('handoff.none', 'There is no such handoff.', { code: 'NOT_FOUND' });
    const item = itemOf(own, input.item);
    if (item === undefined) return unknownItem(own);
    const refusal = tickable(handoff, { ...item, template: { ...item.template, agentMayTick: true } }, actor);
    if (refusal) return refusal;
    if (input.kind === 'link' && input.url === undefined) {
      return refuse('evidence.url', 'A link needs its url.', { code: 'INVALID_ARGUMENTS' });
    }
    if (
      (input.kind === 'file' && input.sha256 === undefined) ||
      (input.sha256 !== undefined && !own.blobKnown)
    ) {
      return refuse('evidence.blob', 'Upload the file first and give its sha256.', {
        code: 'INVALID_ARGUMENTS',
        next: [{ action: 'blob.upload', arguments: {}, by: 'you' }],
      });
    }
    const id = env.newId();
    return {
      kind: 'change',
      updates: [handoffUpdate(handoff, {})],
      inserts: [
        {
          table: 'evidence',
          rows: [
            {
              id,
              item_id: item.id,
              kind: input.kind,
              label: input.label,
              url: input.url ?? null,
              blob_sha: input.sha256 ?? null,
              actor_id: actor.id,
            },
          ],
          computed: { at: now },
        },
      ],
      events: [
        event(
          'checklist.evidenceAttached',
          { kind: 'handoff', id: handoff.id },
          {
            version: handoff.version + 1,
            stage: handoff.stageKey,
            item: item.key,
            kind: input.kind,
            label: input.label,
          },
        ),
      ],
      result: {
        handoff: labelOf(facts, handoff),
        version: handoff.version + 1,
        item: item.key,
        state: item.state,
        requiredOpen: openAfter(own, handoff, { ...item, evidence: [...item.evidence, input.kind] }),
        evidence: id,
      },
    };
  },
});
