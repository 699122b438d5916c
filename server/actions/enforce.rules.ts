/** A refusal as every door answers it; see errors.ts. */
interface RefusalBody {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A policy's denial as the pipeline gave it, or a rule's refusal told in the same words. */
export interface EnforceDenial extends Readonly<Record<string, unknown>> {
  readonly policyId: string;
}

const NO_OVERRIDE = { possible: false, by: '', action: '' };

const isDenial = (value: unknown): value is EnforceDenial =>
  typeof value === 'object' && value !== null && 'policyId' in value && typeof value.policyId === 'string';

/** The refusal as denials: of policies as they are, of a rule under the rule's own id; null when it is no refusal. */
export function denialsOf({ code, message, hint, details }: RefusalBody): readonly EnforceDenial[] | null {
  const plain = { builtin: true, title: message, why: message, fix: hint, override: NO_OVERRIDE };
  if (code === 'POLICY_DENIED') {
    const denials = Array.isArray(details.denials) ? details.denials.filter(isDenial) : [];
    if (denials.length > 0) return denials;
    // Of a query only the permission is asked.
    return [
      { policyId: 'permission.required', ...plain, facts: { permission: details.permission }, next: [] },
    ];
  }
  if (typeof details.rule !== 'string') return null;
  const { rule, next, ...facts } = details;
  return [{ policyId: rule, ...plain, facts, next: Array.isArray(next) ? next : [] }];
}
