import { type Refusal, refuse } from '../../actions/change';
import { validatePack } from '../pack/pack.rules';
import type { Pack } from '../pack/pack.schema';
import { RESERVED_KEYS } from './reserved-keys.rules';

/** What is the case in the instance before a project is made. */
export interface CreateFacts {
  readonly keyTaken: boolean;
  /** The key belonged to a project that was removed. */
  readonly keyBuried: boolean;
  readonly prefixTaken: boolean;
  /** Who becomes its admin; null for the system, which is nobody. */
  readonly creator: { readonly userId: string; readonly name: string; readonly email: string } | null;
}

/** Parts of a pack that do not fit together, each with its place; null for a sound one. */
export function packRefusal(pack: Pack): Refusal | null {
  const issues = validatePack(pack);
  if (issues.length === 0) return null;
  return refuse('project.pack', 'The parts of the pack do not fit together.', {
    code: 'INVALID_ARGUMENTS',
    details: {
      issues: issues.slice(0, 50).map(({ code, path, key }) => ({ path, message: `${code} (${key})` })),
    },
  });
}

export function createRefusal(own: CreateFacts, key: string, prefix: string): Refusal | null {
  if (RESERVED_KEYS.has(key)) {
    return refuse('project.keyReserved', 'The product uses this key for a page of its own.', {
      details: { key },
    });
  }
  if (own.keyBuried) {
    return refuse(
      'project.keyBuried',
      'A removed project had this key; old links to it must not lead elsewhere.',
      {
        details: { key },
      },
    );
  }
  if (own.keyTaken)
    return refuse('project.keyTaken', 'A project has this key already.', { details: { key } });
  if (own.prefixTaken) {
    return refuse(
      'project.prefixTaken',
      'A project has this prefix already; short numbers would be told apart by nobody.',
      {
        details: { prefix },
      },
    );
  }
  return null;
}
