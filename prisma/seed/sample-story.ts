import type { Step } from './story';

const HOUR = 60;
const DAY = 24 * HOUR;

/** What a package holds when its maker was careful. */
function fullPackage(summary: string, lesson: string, prompt: string, success: string, commit: string) {
  return {
    summary,
    lessons: lesson,
    checklist: 'Every item of the build checklist was looked at; the proof stands beside each.',
    audit: 'Decided with Irina in the morning round; noted in the session log.',
    metadata: { commit, tests: 'passed' },
    startupPrompt: prompt,
    controlQuestions: ['What is asked for?', 'What must not change?', 'How do you see that it works?'],
    successCriteria: [success],
  };
}

interface Work {
  readonly on: string;
  readonly title: string;
  readonly mode?: string;
  readonly branch: string;
  readonly summary: string;
  readonly lesson: string;
  readonly commit: string;
  readonly tests: string;
}

/** Ada writes it down and sends it to Build. */
function intake(work: Work, from: number, to: number, who = 'Ada Okafor'): Step[] {
  const on = work.on;
  return [
    {
      minutesAgo: from,
      who,
      action: 'handoff.create',
      on,
      args: {
        title: work.title,
        mode: work.mode ?? 'code',
        branch: work.branch,
        package: { summary: work.summary, successCriteria: ['Somebody else saw it work.'] },
      },
    },
    { minutesAgo: to + 12, who, action: 'handoff.claim', on },
    {
      minutesAgo: to + 10,
      who,
      action: 'checklist.attachEvidence',
      on,
      args: {
        item: 'sources-linked',
        kind: 'link',
        label: 'Master plan, phase 1',
        url: 'https://llmgenie.test/plan#phase-1',
      },
    },
    ...['goal-stated', 'sources-linked', 'success-agreed', 'questions-asked'].map((item, index) => ({
      minutesAgo: to + 8 - index,
      who,
      action: 'checklist.tick',
      on,
      args: { item },
    })),
    { minutesAgo: to, who, action: 'handoff.send', on, args: { to: 'build' } },
  ];
}

const BUILD_ITEMS = [
  'tests-pass',
  'commit-linked',
  'errors-tried',
  'lessons-written',
  'docs-updated',
] as const;

/** Claim, session, package, evidence and some ticks; the send is the caller's. */
function build(
  work: Work,
  who: string,
  from: number,
  to: number,
  items: readonly string[] = BUILD_ITEMS,
  agent = true,
): Step[] {
  const at = (part: number) => from - (from - to) * part;
  const on = work.on;
  return [
    ...(agent
      ? [
          {
            minutesAgo: from + 0.2,
            who,
            action: 'session.start',
            on,
            args: { mode: 'code', branch: work.branch, focus: work.title },
          },
        ]
      : []),
    { minutesAgo: from, who, action: 'handoff.claim', on },
    {
      minutesAgo: at(0.15),
      who,
      action: 'handoff.update',
      on,
      args: {
        package: fullPackage(
          work.summary,
          work.lesson,
          `Read the summary, then check out ${work.branch} and run the tests.`,
          work.tests,
          work.commit,
        ),
      },
    },
    ...(agent
      ? [
          {
            minutesAgo: at(0.25),
            who,
            action: 'session.log',
            args: { stream: 'tech', text: `Reading the contract of ${work.branch} first.` },
          },
          { minutesAgo: at(0.5), who, action: 'session.log', args: { stream: 'tech', text: work.tests } },
        ]
      : []),
    ...(items.includes('tests-pass')
      ? [
          {
            minutesAgo: at(0.55),
            who,
            action: 'checklist.attachEvidence',
            on,
            args: { item: 'tests-pass', kind: 'test', label: work.tests },
          },
        ]
      : []),
    ...(items.includes('commit-linked')
      ? [
          {
            minutesAgo: at(0.6),
            who,
            action: 'checklist.attachEvidence',
            on,
            args: { item: 'commit-linked', kind: 'commit', label: work.commit },
          },
        ]
      : []),
    ...items.map((item, index) => ({
      minutesAgo: at(0.65 + index * 0.05),
      who,
      action: 'checklist.tick',
      on,
      args: { item },
    })),
  ];
}

const endSession = (who: string, minutesAgo: number, summary: string): Step => ({
  minutesAgo,
  who,
  action: 'session.finish',
  args: { summary },
});

function review(on: string, from: number, items: readonly string[]): Step[] {
  return [
    { minutesAgo: from, who: 'Tomas Reyes', action: 'handoff.claim', on },
    ...items.map((item, index) => ({
      minutesAgo: from - 2 - index,
      who: 'Tomas Reyes',
      action: 'checklist.tick',
      on,
      args: { item },
    })),
  ];
}
const REVIEW_ITEMS = ['claims-proven', 'ran-it', 'edge-cases', 'rules-kept'] as const;

function library(on: string, who: string, from: number, items: readonly string[], link: string): Step[] {
  return [
    { minutesAgo: from, who, action: 'handoff.claim', on },
    {
      minutesAgo: from - 1,
      who,
      action: 'checklist.attachEvidence',
      on,
      args: { item: 'filed', kind: 'link', label: 'docs/api', url: link },
    },
    ...items.map((item, index) => ({
      minutesAgo: from - 2 - index,
      who,
      action: 'checklist.tick',
      on,
      args: { item },
    })),
  ];
}
const LIBRARY_ITEMS = ['package-read', 'filed', 'lessons-kept'] as const;

const work = (
  on: string,
  title: string,
  branch: string,
  summary: string,
  lesson: string,
  commit: string,
  tests: string,
  mode = 'code',
): Work => ({
  on,
  title,
  branch,
  summary,
  lesson,
  commit,
  tests,
  mode,
});

const actions = work(
  'actions',
  'Answer what an actor may do now',
  'lg-available-actions',
  'One function lists the legal moves of an actor on a handoff, with the reason where one is blocked.',
  'Asking the rules themselves beats keeping a second table of them.',
  '1c04be7',
  '31 tests passed',
);
const state = work(
  'state',
  'Show where every handoff stands',
  'lg-workflow-state',
  'Stages, routes and counts of a workflow in one answer, with the sequence number to follow from.',
  'A window of cards a stage keeps the answer small.',
  '8d1f3a0',
  '22 tests passed',
);
const policy = work(
  'policy',
  'Explain a policy by its name',
  'lg-policy-name',
  'Text, status and what it denied lately, for any policy by its name.',
  'People ask for the example first, then for the text.',
  '41d07e3',
  '17 tests passed',
  'docs',
);
const context = work(
  'context',
  'Keep context under a key',
  'lg-context-key',
  'A value has a layer, a version and a source; the nearer layer hides the farther one and says so.',
  'Say which value was hidden, or nobody trusts the one shown.',
  '9f2c1ab',
  '42 tests passed',
);
const action = work(
  'action',
  'Run one action for every door',
  'lg-run-action',
  'Browser, agents and scripts reach the same schema, policies and log.',
  'Whatever is checked in a door is missing in the other one.',
  'b7704d2',
  '58 tests passed',
);
const enforce = work(
  'enforce',
  'Ask whether it would be allowed, without doing it',
  'lg-enforce',
  'The same code as the real call, stopped before it writes.',
  'A dry run that runs other code is a promise nobody keeps.',
  '0aa51ce',
  '19 tests passed',
);
const mcpList = work(
  'mcpList',
  'List an agent’s actions over MCP',
  'lg-mcp-list',
  'Four tools, never forty: the list of actions is an answer, not a schema.',
  'Agents read the hint, not the code.',
  '77e01d9',
  '12 tests passed',
);
const mcpRun = work(
  'mcpRun',
  'Run an action over MCP and recover from a refusal',
  'lg-mcp-run',
  'Every refusal says what to do next, in words an agent can act on.',
  'Return the schema with the error.',
  'c0ffee1',
  '26 tests passed',
  'code',
);
const rules = work(
  'rules',
  'Refuse secrets, protected branches and unlogged work',
  'lg-always-on',
  'Rules that hold for everybody, at every door, with no switch to turn them off.',
  'A rule in a prompt is a wish.',
  '5be11f0',
  '64 tests passed',
  'debug',
);
const format = work(
  'format',
  'Write down what a package carries',
  'lg-package-format',
  'Five artifacts, a startup prompt, three control questions, success criteria.',
  'Three questions are enough to see whether the next one understood.',
  'e0d1b42',
  '9 tests passed',
  'docs',
);
const transfer = work(
  'transfer',
  'Pass the state with the package, not beside it',
  'lg-state-transfer',
  'Branch, links and open items travel inside the package.',
  'What is kept beside the package is lost at the third hand-over.',
  '2f90a11',
  '14 tests passed',
);

/** The checklist of phase 1 as it stands a few days in: some of it done, some stuck, each for a reason one can see. */
export const sampleStory: readonly Step[] = [
  // Done this week.
  ...intake(actions, 6 * DAY, 5.6 * DAY),
  ...build(actions, 'coder-1', 5.5 * DAY, 5.5 * DAY - 14),
  {
    minutesAgo: 5.5 * DAY - 14.5,
    who: 'coder-1',
    action: 'handoff.send',
    on: 'actions',
    args: { to: 'review', note: 'Start with the table of moves.' },
  },
  endSession('coder-1', 5.5 * DAY - 15, 'Available actions are in review.'),
  ...review('actions', 4.2 * DAY, REVIEW_ITEMS),
  {
    minutesAgo: 4.2 * DAY - 20,
    who: 'Tomas Reyes',
    action: 'handoff.send',
    on: 'actions',
    args: { to: 'library' },
  },
  ...library('actions', 'Jonas Weber', 3 * DAY, LIBRARY_ITEMS, 'https://llmgenie.test/docs/actions'),
  { minutesAgo: 3 * DAY - 9, who: 'Jonas Weber', action: 'handoff.complete', on: 'actions' },

  ...intake(state, 5.8 * DAY, 5.2 * DAY),
  ...build(state, 'coder-2', 4.9 * DAY, 4.9 * DAY - 13),
  {
    minutesAgo: 4.9 * DAY - 13.5,
    who: 'coder-2',
    action: 'handoff.send',
    on: 'state',
    args: { to: 'review' },
  },
  endSession('coder-2', 4.9 * DAY - 14, 'Workflow state is in review.'),
  ...review('state', 3.1 * DAY, REVIEW_ITEMS),
  {
    minutesAgo: 3.1 * DAY - 30,
    who: 'Tomas Reyes',
    action: 'handoff.send',
    on: 'state',
    args: { to: 'library' },
  },
  ...library('state', 'Jonas Weber', 5 * HOUR, LIBRARY_ITEMS, 'https://llmgenie.test/docs/state'),
  { minutesAgo: 5 * HOUR - 9, who: 'Jonas Weber', action: 'handoff.complete', on: 'state' },

  // In the library: one in hand, one waiting.
  ...intake(action, 5 * DAY, 4.6 * DAY),
  ...build(action, 'coder-1', 4 * DAY, 4 * DAY - 14),
  {
    minutesAgo: 4 * DAY - 14.2,
    who: 'coder-1',
    action: 'handoff.send',
    on: 'action',
    args: { to: 'review' },
  },
  endSession('coder-1', 4 * DAY - 14.5, 'One action for every door is in review.'),
  ...review('action', 2 * DAY, REVIEW_ITEMS),
  {
    minutesAgo: 2 * DAY - 40,
    who: 'Tomas Reyes',
    action: 'handoff.send',
    on: 'action',
    args: { to: 'library' },
  },
  {
    minutesAgo: 49,
    who: 'librarian-1',
    action: 'session.start',
    on: 'action',
    args: { mode: 'knowledge', focus: 'File how one action serves every door' },
  },
  { minutesAgo: 48, who: 'librarian-1', action: 'handoff.claim', on: 'action' },
  {
    minutesAgo: 46,
    who: 'librarian-1',
    action: 'session.log',
    args: { stream: 'tech', text: 'Three articles mention doors; none says which checks live where.' },
  },
  {
    minutesAgo: 44,
    who: 'librarian-1',
    action: 'checklist.tick',
    on: 'action',
    args: { item: 'package-read' },
  },
  {
    minutesAgo: 38,
    who: 'librarian-1',
    action: 'checklist.tick',
    on: 'action',
    args: { item: 'lessons-kept' },
  },

  ...intake(format, 4.5 * DAY, 4 * DAY),
  ...build(format, 'coder-2', 3.4 * DAY, 3.4 * DAY - 12),
  {
    minutesAgo: 3.4 * DAY - 12.4,
    who: 'coder-2',
    action: 'handoff.send',
    on: 'format',
    args: { to: 'library', note: 'Documentation only, so straight to the library.' },
  },
  endSession('coder-2', 3.4 * DAY - 13, 'The package format is written down.'),

  // In review: one being looked at for the second time, one waiting, one under an override.
  ...intake(policy, 4 * DAY, 3.7 * DAY),
  ...build(policy, 'coder-1', 2.9 * DAY, 2.9 * DAY - 14),
  {
    minutesAgo: 2.9 * DAY - 14.2,
    who: 'coder-1',
    action: 'handoff.send',
    on: 'policy',
    args: { to: 'review' },
  },
  endSession('coder-1', 2.9 * DAY - 14.5, 'Policy by name is in review.'),
  ...review('policy', 2.2 * DAY, ['claims-proven', 'ran-it']),
  {
    minutesAgo: 2.2 * DAY - 25,
    who: 'Tomas Reyes',
    action: 'handoff.return',
    on: 'policy',
    args: {
      reason: 'A missing policy answers 500; it should say which names there are.',
      failedItems: [{ item: 'edge-cases', reason: 'An unknown name is not covered.' }],
    },
  },
  {
    minutesAgo: 6.2 * HOUR,
    who: 'coder-1',
    action: 'session.start',
    on: 'policy',
    args: {
      mode: 'debug',
      branch: 'lg-policy-name',
      focus: 'Answer an unknown policy name with the names there are',
    },
  },
  { minutesAgo: 6.1 * HOUR, who: 'coder-1', action: 'handoff.claim', on: 'policy' },
  {
    minutesAgo: 6 * HOUR,
    who: 'coder-1',
    action: 'handoff.update',
    on: 'policy',
    args: {
      package: {
        summary:
          'Text, status and what it denied lately, for any policy by its name. An unknown name answers the known ones.',
        metadata: { commit: 'd3c0de5', tests: 'passed' },
      },
    },
  },
  {
    minutesAgo: 6 * HOUR - 2,
    who: 'coder-1',
    action: 'checklist.attachEvidence',
    on: 'policy',
    args: { item: 'tests-pass', kind: 'test', label: '19 tests passed' },
  },
  ...BUILD_ITEMS.map((item, index) => ({
    minutesAgo: 6 * HOUR - 3 - index * 0.5,
    who: 'coder-1',
    action: 'checklist.tick',
    on: 'policy',
    args: { item },
  })),
  {
    minutesAgo: 6 * HOUR - 7,
    who: 'coder-1',
    action: 'handoff.send',
    on: 'policy',
    args: { to: 'review', note: 'Only the answer to an unknown name changed.' },
  },
  endSession('coder-1', 6 * HOUR - 7.5, 'The returned item is answered.'),
  { minutesAgo: 22, who: 'Tomas Reyes', action: 'handoff.claim', on: 'policy' },
  {
    minutesAgo: 16,
    who: 'Tomas Reyes',
    action: 'checklist.tick',
    on: 'policy',
    args: { item: 'edge-cases' },
  },
  {
    minutesAgo: 12,
    who: 'Tomas Reyes',
    action: 'handoff.comment',
    on: 'policy',
    args: {
      body: 'The unknown name reads well now. I still want to see the list when there are no policies at all.',
    },
  },

  ...intake(enforce, 3.5 * DAY, 3 * DAY),
  ...build(enforce, 'coder-2', 3.2 * HOUR, 3.2 * HOUR - 12),
  {
    minutesAgo: 3.2 * HOUR - 12.4,
    who: 'coder-2',
    action: 'handoff.send',
    on: 'enforce',
    args: { to: 'review' },
  },
  endSession('coder-2', 3.2 * HOUR - 13, 'The dry run is in review.'),

  ...intake(rules, 3 * DAY, 2.7 * DAY),
  ...build(rules, 'Jonas Weber', 6 * HOUR, 5.8 * HOUR, BUILD_ITEMS, false),
  {
    minutesAgo: 5.5 * HOUR,
    who: 'Jonas Weber',
    action: 'handoff.send',
    on: 'rules',
    args: { to: 'review', note: 'The scan of attachments is new.' },
  },
  {
    minutesAgo: 5 * HOUR,
    who: 'Irina Volkova',
    action: 'override.grant',
    on: 'rules',
    args: {
      policy: 'branch.protected',
      actor: 'Tomas Reyes',
      reason: 'Hotfix for the notices: one merge to main tonight, follow-up tomorrow.',
      minutes: 1440,
    },
  },
  { minutesAgo: 4.9 * HOUR, who: 'Tomas Reyes', action: 'handoff.claim', on: 'rules' },
  {
    minutesAgo: 4.7 * HOUR,
    who: 'Tomas Reyes',
    action: 'checklist.tick',
    on: 'rules',
    args: { item: 'ran-it' },
  },

  // In build: in hand, blocked, returned twice, stale.
  ...intake(mcpRun, 3.2 * DAY, 2.8 * DAY),
  ...build(mcpRun, 'coder-2', 2.5 * DAY, 2.5 * DAY - 12),
  {
    minutesAgo: 2.5 * DAY - 12.4,
    who: 'coder-2',
    action: 'handoff.send',
    on: 'mcpRun',
    args: { to: 'review' },
  },
  endSession('coder-2', 2.5 * DAY - 13, 'Running an action over MCP is in review.'),
  ...review('mcpRun', 1.6 * DAY, ['claims-proven']),
  {
    minutesAgo: 1.6 * DAY - 15,
    who: 'Tomas Reyes',
    action: 'handoff.return',
    on: 'mcpRun',
    args: {
      reason: 'A refusal names the policy but not the next step.',
      failedItems: [{ item: 'ran-it', reason: 'My client could not recover from the text alone.' }],
    },
  },
  {
    minutesAgo: 1.2 * DAY,
    who: 'coder-2',
    action: 'session.start',
    on: 'mcpRun',
    args: { mode: 'code', branch: 'lg-mcp-run', focus: 'Say the next step in every refusal' },
  },
  { minutesAgo: 1.2 * DAY - 1, who: 'coder-2', action: 'handoff.claim', on: 'mcpRun' },
  { minutesAgo: 1.2 * DAY - 4, who: 'coder-2', action: 'handoff.send', on: 'mcpRun', args: { to: 'review' } },
  endSession('coder-2', 1.2 * DAY - 5, 'Every refusal carries a next step.'),
  { minutesAgo: 6.4 * HOUR, who: 'Tomas Reyes', action: 'handoff.claim', on: 'mcpRun' },
  {
    minutesAgo: 6.33 * HOUR,
    who: 'Tomas Reyes',
    action: 'handoff.return',
    on: 'mcpRun',
    args: {
      reason: 'Better. The schema is still missing when the arguments are wrong.',
      failedItems: [{ item: 'edge-cases', reason: 'Wrong arguments answer a bare code.' }],
    },
  },

  ...intake(transfer, 2.9 * DAY, 2.4 * DAY),
  {
    minutesAgo: 57.5,
    who: 'coder-2',
    action: 'session.start',
    on: 'transfer',
    args: { mode: 'code', branch: 'lg-state-transfer', focus: 'Carry the branch inside the package' },
  },
  { minutesAgo: 57, who: 'coder-2', action: 'handoff.claim', on: 'transfer' },
  {
    minutesAgo: 55,
    who: 'coder-2',
    action: 'session.log',
    args: { stream: 'tech', text: 'Two places keep the branch. Merging them into the package.' },
  },
  {
    minutesAgo: 53,
    who: 'coder-2',
    action: 'checklist.tick',
    on: 'transfer',
    args: { item: 'errors-tried' },
  },
  { minutesAgo: 41, who: 'system', action: 'handoff.lapse', on: 'transfer', args: { fence: 4 } },

  ...intake(context, 2.2 * DAY, 1.8 * DAY),
  ...build(context, 'coder-1', 34, 8, ['tests-pass', 'commit-linked', 'errors-tried', 'lessons-written']),

  ...intake(mcpList, 2 * DAY, 1.5 * DAY),
  { minutesAgo: 4.2 * HOUR, who: 'Jonas Weber', action: 'handoff.claim', on: 'mcpList' },
  {
    minutesAgo: 4.15 * HOUR,
    who: 'Jonas Weber',
    action: 'checklist.attachEvidence',
    on: 'mcpList',
    args: { item: 'commit-linked', kind: 'commit', label: '77e01d9' },
  },
  ...['commit-linked', 'errors-tried', 'lessons-written', 'docs-updated'].map((item, index) => ({
    minutesAgo: 4.1 * HOUR - index,
    who: 'Jonas Weber',
    action: 'checklist.tick',
    on: 'mcpList',
    args: { item },
  })),
  {
    minutesAgo: 4 * HOUR,
    who: 'Jonas Weber',
    action: 'handoff.send',
    on: 'mcpList',
    args: { to: 'review' },
    refused: 'POLICY_DENIED',
  },

  // At intake: waiting, in hand by an agent, in hand by Ada, assigned.
  {
    minutesAgo: 27 * HOUR,
    who: 'Irina Volkova',
    action: 'handoff.create',
    on: 'decisions',
    args: {
      title: 'Gate quality with checklists and decision lists',
      mode: 'discuss',
      labels: ['quality'],
      package: { summary: 'Which decisions should a list make, and which stay with a person?' },
    },
  },
  {
    minutesAgo: 26 * HOUR,
    who: 'Irina Volkova',
    action: 'handoff.assign',
    on: 'decisions',
    args: { assignee: 'Ada Okafor' },
  },
  {
    minutesAgo: 25 * HOUR,
    who: 'Irina Volkova',
    action: 'handoff.comment',
    on: 'decisions',
    args: { body: 'Please bring three examples where a list would have decided wrongly.' },
  },
  {
    minutesAgo: 112.5,
    who: 'analyst-1',
    action: 'session.start',
    args: { mode: 'meta', focus: 'What a crashed session must bring back' },
  },
  {
    minutesAgo: 112,
    who: 'analyst-1',
    action: 'handoff.create',
    on: 'recover',
    args: {
      title: 'Bring a crashed session back with a short brief',
      mode: 'meta',
      package: {
        summary: 'Focus, open items, the last moves and what was left out, within a budget of tokens.',
      },
    },
  },
  { minutesAgo: 11, who: 'analyst-1', action: 'handoff.claim', on: 'recover' },
  { minutesAgo: 9, who: 'analyst-1', action: 'checklist.tick', on: 'recover', args: { item: 'goal-stated' } },
  {
    minutesAgo: 7.5,
    who: 'analyst-1',
    action: 'session.log',
    args: { stream: 'tech', text: 'A brief that invents a fact is worse than one with a gap.' },
  },
  {
    minutesAgo: 18,
    who: 'Ada Okafor',
    action: 'handoff.create',
    on: 'newcomers',
    args: {
      title: 'Document the hand-over for newcomers',
      mode: 'docs',
      package: { summary: 'One page that a new colleague reads before the first hand-over.' },
    },
  },
  {
    minutesAgo: 65,
    who: 'Irina Volkova',
    action: 'handoff.create',
    on: 'docs',
    args: {
      title: 'Describe API, scenarios and roles in one place',
      mode: 'docs',
      package: { summary: 'Each scenario is a test as well.' },
    },
  },
  { minutesAgo: 7, who: 'Ada Okafor', action: 'handoff.claim', on: 'docs' },
  {
    minutesAgo: 4 / 60,
    who: 'Irina Volkova',
    action: 'handoff.comment',
    on: 'newcomers',
    args: { body: 'Start from the picture with the two hands.' },
  },
];
