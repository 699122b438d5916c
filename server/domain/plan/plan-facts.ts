import { type Fragment, sql } from '../../actions/sql';

/** A plan as it is stored; null where the project has none of that key. */
export interface PlanFacts {
  readonly plan: {
    readonly id: string;
    readonly version: number;
    readonly title: string;
    readonly base64: string;
  } | null;
}

export function planFacts(key: string): Fragment<PlanFacts> {
  return sql<PlanFacts>`(SELECT jsonb_build_object('plan', (SELECT jsonb_build_object('id', pl.id, 'version', pl.version, 'title', pl.title,
      'base64', translate(encode(pl.source, 'base64'), E'\n', '')) FROM plan pl, p WHERE pl.project_id = p.id AND pl.key = ${key})))`;
}
