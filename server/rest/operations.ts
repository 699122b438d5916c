import { actionOperations } from './action-operations';
import { coreOperations } from './core-operations';
import type { Operation } from './operation';

export const operations: readonly Operation[] = [...coreOperations, ...actionOperations()];

/** The methods of one path, by name. */
export type Methods = ReadonlyMap<string, Operation>;

interface Found {
  readonly methods: Methods;
  readonly path: Readonly<Record<string, string>>;
}

const byPath = new Map<string, Map<string, Operation>>();
for (const operation of operations) {
  const methods = byPath.get(operation.path) ?? new Map<string, Operation>();
  if (methods.has(operation.method))
    throw new Error(`two operations are ${operation.method} ${operation.path}`);
  byPath.set(operation.path, methods.set(operation.method, operation));
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null; // No encoding of anything, so the name of nothing.
  }
}

/** The methods at a path below /api/v1, with its variables; null where there is none. */
export function findOperation(path: string): Found | null {
  const [first = '', second = '', third, ...rest] = path.split('/').slice(1);
  const [template, name, value] =
    third !== undefined && rest.length === 0 && first === 'projects'
      ? [`/projects/{project}/${third}`, 'project', decoded(second)]
      : third === undefined && first === 'policy'
        ? ['/policy/{name}', 'name', decoded(second)]
        : third === undefined && first === 'context'
          ? ['/context/{key}', 'key', decoded(second)]
          : [path, '', ''];
  const methods = byPath.get(template);
  if (methods === undefined || value === null || (name !== '' && value === '')) return null;
  return { methods, path: name === '' ? {} : { [name]: value } };
}
