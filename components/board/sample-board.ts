import type { BoardStage, BoardView } from '@/server/domain/board/board.schema';
import type { ActorView, HandoffCard } from '@/server/domain/handoff/handoff.schema';

/* Hand-made board values for the tests of this folder. */

export const NOW = Date.parse('2026-03-02T12:00:00.000Z');

const MINUTE = 60_000;

/** ISO time so many minutes before NOW. */
export function ago(minutes: number): string {
  return new Date(NOW - minutes * MINUTE).toISOString();
}

const person = (id: string, name: string): ActorView => ({ id, kind: 'person', name, owner: null });
const agent = (name: string, owner: ActorView): ActorView => ({
  id: name,
  kind: 'agent',
  name,
  owner: { id: owner.id, name: owner.name },
});

export const irina = person('irina', 'Irina Volkova');
export const ada = person('ada', 'Ada Okafor');
export const tomas = person('tomas', 'Tomas Reyes');
export const coder1 = agent('coder-1', irina);
export const coder3 = agent('coder-3', ada);

export const ROLES = {
  analyst: { key: 'analyst', name: { en: 'Analyst', ru: 'Аналитик' }, icon: 'telescope' },
  coder: { key: 'coder', name: { en: 'Coder', ru: 'Разработчик' }, icon: 'code-xml' },
  reviewer: { key: 'reviewer', name: { en: 'Reviewer', ru: 'Рецензент' }, icon: 'scan-eye' },
  librarian: { key: 'librarian', name: { en: 'Librarian', ru: 'Библиотекарь' }, icon: 'library-big' },
} as const;

export function card(changes: Partial<HandoffCard> = {}): HandoffCard {
  return {
    handoff: 'LG-63',
    title: 'Map every field',
    version: 3,
    fence: 1,
    state: 'offered',
    stage: 'build',
    mode: 'code',
    priority: 2,
    labels: [],
    branch: null,
    author: ada,
    giver: ada,
    holder: null,
    lastHolder: null,
    assignee: null,
    leaseUntil: null,
    staleAt: null,
    blocked: null,
    override: null,
    returns: 0,
    hops: 1,
    question: null,
    returnedBy: null,
    requiredTotal: 6,
    requiredPassed: 4,
    movedAt: ago(18),
    createdAt: ago(600),
    closedAt: null,
    dueAt: null,
    ...changes,
  };
}

export function stage(key: string, role: BoardStage['role'], cards: HandoffCard[] = []): BoardStage {
  return {
    key,
    name: { en: key, ru: key },
    role,
    kind: key === 'intake' ? 'start' : key === 'library' ? 'final' : 'work',
    position: ['intake', 'build', 'review', 'library'].indexOf(key),
    wipLimit: 5,
    inHand: cards.filter(({ holder }) => holder !== null).length,
    count: cards.filter(({ closedAt }) => closedAt === null).length,
    doneThisWeek: 0,
    oldestMovedAt: null,
    cards,
    nextCursor: null,
  };
}

export const ROUTES: BoardView['routes'] = [
  { from: 'intake', to: 'build', kind: 'forward', requiresReview: false, count: 14 },
  { from: 'build', to: 'review', kind: 'forward', requiresReview: false, count: 11 },
  { from: 'review', to: 'library', kind: 'forward', requiresReview: true, count: 9 },
  { from: 'build', to: 'library', kind: 'skip', requiresReview: false, count: 3 },
  { from: 'review', to: 'build', kind: 'return', requiresReview: false, count: 4 },
];

export function board(cards: HandoffCard[]): BoardView {
  const at = (key: string) => cards.filter((each) => each.stage === key);
  const stages = [
    stage('intake', ROLES.analyst, at('intake')),
    stage('build', ROLES.coder, at('build')),
    stage('review', ROLES.reviewer, at('review')),
    stage('library', ROLES.librarian, at('library')),
  ];
  return {
    project: { key: 'llmgenie', name: 'llmgenie', prefix: 'LG' },
    workflow: { key: 'delivery', name: { en: 'Delivery', ru: 'Поставка' }, version: 3 },
    stages,
    routes: ROUTES,
    totals: {
      live: stages.reduce((sum, each) => sum + each.count, 0),
      needsYou: 0,
      stale: 0,
      blocked: 0,
      agentsAtWork: 0,
    },
    present: cards.flatMap(({ holder }) => (holder === null ? [] : [holder])),
    lastTransfer: null,
    me: { actor: irina, permission: 'lead', roles: ['lead'] },
    seq: 10,
    now: new Date(NOW).toISOString(),
  };
}
