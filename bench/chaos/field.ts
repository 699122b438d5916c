/** A handoff as somebody who follows the live events knows it: perhaps a moment behind. */
export interface Known {
  readonly label: string;
  version: number;
  fence: number;
  stage: string;
  state: string;
  holderId: string | null;
}

/** One event of the live stream. */
export interface Told {
  readonly seq: number;
  readonly type: string;
  readonly actor: { readonly id: string } | null;
  readonly subject: { readonly handoff?: string } | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

const STATES: Readonly<Record<string, string>> = {
  'handoff.claimed': 'active',
  'handoff.released': 'offered',
  'handoff.lapsed': 'offered',
  'handoff.sent': 'offered',
  'handoff.routed': 'offered',
  'handoff.returned': 'offered',
  'handoff.reopened': 'offered',
  'handoff.completed': 'done',
  'handoff.cancelled': 'cancelled',
  'handoff.asked': 'input_required',
  'handoff.answered': 'active',
};
const KEEPS_HOLDER: ReadonlySet<string> = new Set(['handoff.claimed', 'handoff.asked', 'handoff.answered']);

/** What a project's writers go by: its board, kept up by live events as a person's browser keeps it. */
export class Field {
  readonly #known = new Map<string, Known>();

  tell({ type, actor, subject, payload }: Told): void {
    if (type === 'session.recovered') this.#recovered(payload);
    const label = subject?.handoff;
    if (label === undefined) return;
    if (type === 'handoff.created') {
      const stage = String(payload.stage);
      this.#known.set(label, { label, version: 1, fence: 1, stage, state: 'offered', holderId: null });
    }
    const known = this.#known.get(label);
    if (known === undefined) return;
    if (typeof payload.version === 'number') known.version = payload.version;
    const state = STATES[type];
    if (state === undefined) return;
    known.state = state;
    known.stage = String(payload.to ?? payload.stage);
    if (type === 'handoff.claimed') known.holderId = actor?.id ?? null;
    if (!KEEPS_HOLDER.has(type)) {
      known.holderId = null;
      known.fence += 1;
    }
    if (typeof payload.fence === 'number') known.fence = payload.fence;
  }

  #recovered({ handoff, fenceTo }: Told['payload']): void {
    const known = this.#known.get(String(handoff));
    if (known === undefined || typeof fenceTo !== 'number') return;
    known.fence = fenceTo;
    known.version += 1;
    if (known.state === 'offered') known.state = 'active';
  }

  /** What an answer said of it, which may be ahead of the events. */
  answered(result: Readonly<Record<string, unknown>>): void {
    const known = this.#known.get(String(result.handoff));
    if (known === undefined || typeof result.version !== 'number' || result.version < known.version) return;
    known.version = result.version;
    if (typeof result.fence === 'number') known.fence = result.fence;
  }

  /** One of those that fit, by lot; undefined where none does. */
  pick(lot: number, fits: (known: Known) => boolean): Known | undefined {
    const all = [...this.#known.values()].filter(fits);
    return all[lot % Math.max(1, all.length)];
  }

  count(fits: (known: Known) => boolean): number {
    return [...this.#known.values()].filter(fits).length;
  }
}
