import type { ErrorBody, ErrorCode } from '../errors';

/** One call of an agent as it is remembered: from code alone, never its arguments. */
export interface AgentCall {
  /** A method of the protocol, a tool, or a path. */
  readonly tool: string;
  /** Of the registry; '' where none was named or none of that name exists. */
  readonly action: string;
  readonly outcome: 'ok' | ErrorCode;
  /** Policy, rule or scope that refused; ''. */
  readonly stoppedBy: string;
}

export interface CallLog {
  /** An agent called with the token of this hash. Never waits, never throws. */
  note(secretHash: Buffer, call: AgentCall): void;
  /** Writes what is noted, and notes no more. */
  stop(): Promise<void>;
}

/** The policy, rule or scope that a refusal names; ''. */
export function stoppedBy({ code, details }: ErrorBody): string {
  if (code === 'INSUFFICIENT_SCOPE') return String(details.scope);
  const [denial] = Array.isArray(details.denials) ? details.denials : [];
  const name: unknown = denial === undefined ? details.rule : Object(denial).policyId;
  return typeof name === 'string' ? name : '';
}
