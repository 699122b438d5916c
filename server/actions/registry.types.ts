import type { AnyAction, AnyQuery } from './action';

/** What the pipeline knows of the domain: nothing but this list. */
export interface Registry {
  readonly actions: ReadonlyMap<string, AnyAction>;
  readonly queries: ReadonlyMap<string, AnyQuery>;
}

export function createRegistry(actions: readonly AnyAction[], queries: readonly AnyQuery[]): Registry {
  const names = [...actions, ...queries].map((entry) => entry.name);
  const doubled = names.find((name, index) => names.indexOf(name) !== index);
  if (doubled !== undefined) throw new Error(`two definitions are named ${doubled}`);
  return {
    actions: new Map(actions.map((action) => [action.name, action])),
    queries: new Map(queries.map((query) => [query.name, query])),
  };
}
