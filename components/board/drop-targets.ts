import type { AvailableAction } from '@/server/actions/available.schema';
import type { BoardRoute } from '@/server/domain/board/board.schema';
import type { HandoffCard } from '@/server/domain/handoff/handoff.schema';

/*
 * What dropping a card on each stage means. The route table answers at once; the server's own answer, the same list
 * that draws the panel's buttons, replaces it as soon as it is there. Only the server decides.
 */

export type Move = 'send' | 'return' | 'route';
export type Blocker = NonNullable<AvailableAction['blockedBy']>;

export type DropTarget =
  /** The stage the card came from. */
  | { readonly kind: 'home' }
  /** `asks` names what has to be given before the move can be made. */
  | { readonly kind: 'legal'; readonly move: Move; readonly asks: readonly string[] }
  | { readonly kind: 'refused'; readonly move: Move | null; readonly blocker: Blocker }
  /** The workflow has no such hop and nobody has said more about it. */
  | { readonly kind: 'no-route' };

export type DropTargets = ReadonlyMap<string, DropTarget>;

type Place = Pick<HandoffCard, 'stage' | 'state'>;
type Routes = readonly Pick<BoardRoute, 'from' | 'to' | 'kind'>[];

/** Before the server has answered: what the workflow alone says. */
export function guessTargets(card: Place, stages: readonly string[], routes: Routes): DropTargets {
  return new Map(
    stages.map((stage): [string, DropTarget] => {
      if (stage === card.stage) return [stage, { kind: 'home' }];
      const route = routes.find(({ from, to }) => from === card.stage && to === stage);
      if (route === undefined || card.state === 'done' || card.state === 'cancelled')
        return [stage, { kind: 'no-route' }];
      return [
        stage,
        route.kind === 'return'
          ? { kind: 'legal', move: 'return', asks: ['reason'] }
          : { kind: 'legal', move: 'send', asks: [] },
      ];
    }),
  );
}

const MOVES = new Map<string, Move>([
  ['handoff.send', 'send'],
  ['handoff.return', 'return'],
  ['handoff.route', 'route'],
]);

/** What the server allows, stage by stage. A legal way beats a refused one, and a refusal with a reason beats silence. */
export function readTargets(
  card: Place,
  stages: readonly string[],
  routes: Routes,
  actions: readonly AvailableAction[],
): DropTargets {
  const targets = new Map<string, DropTarget>();
  for (const stage of stages)
    targets.set(stage, stage === card.stage ? { kind: 'home' } : { kind: 'no-route' });
  let general: { move: Move; blocker: Blocker } | null = null;
  for (const action of actions) {
    const move = MOVES.get(action.name);
    if (move === undefined) continue;
    const to = action.arguments?.to;
    if (typeof to === 'string') {
      const before = targets.get(to);
      const target = readAction(action, move);
      if (target && before && before.kind !== 'home' && stronger(target, before)) targets.set(to, target);
    } else if (action.blockedBy) general ??= { move, blocker: action.blockedBy };
  }
  // Refused without naming a stage: it holds for every stage a route leads to.
  if (general !== null)
    for (const { from, to } of routes)
      if (from === card.stage && targets.get(to)?.kind === 'no-route')
        targets.set(to, { kind: 'refused', ...general });
  return targets;
}

function readAction(action: AvailableAction, move: Move): DropTarget | null {
  if (action.allowed === 'blocked')
    return action.blockedBy ? { kind: 'refused', move, blocker: action.blockedBy } : null;
  const asks = (action.needs ?? []).filter((name) => name !== 'expectedVersion' && name !== 'fence');
  return {
    kind: 'legal',
    move,
    asks: move === 'return' && !asks.includes('reason') ? ['reason', ...asks] : asks,
  };
}

const RANK = { legal: 3, refused: 2, 'no-route': 1, home: 0 } as const;
const MOVE_RANK = { send: 3, return: 2, route: 1 } as const;

function stronger(a: DropTarget, b: DropTarget): boolean {
  if (RANK[a.kind] !== RANK[b.kind]) return RANK[a.kind] > RANK[b.kind];
  if (personal(a) !== personal(b)) return personal(b);
  return moveRank(a) > moveRank(b);
}

/** Refused for who asks, be it among other reasons; what is missing in the work itself says more. */
function personal(target: DropTarget): boolean {
  if (target.kind !== 'refused') return false;
  return [target.blocker.policyId, ...alsoRefusedBy(target.blocker)].some((id) => PERSONAL.has(id));
}

/** The other policies that refused the same move. */
export function alsoRefusedBy({ facts }: Blocker): readonly string[] {
  return Array.isArray(facts.also) ? facts.also.filter((id) => typeof id === 'string') : [];
}

const PERSONAL = new Set(['role.required', 'permission.required']);

function moveRank(target: DropTarget): number {
  return 'move' in target && target.move !== null ? MOVE_RANK[target.move] : 0;
}
