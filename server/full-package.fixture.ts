/** A package that passes the automatic check. */
export const fullPackage = {
  summary: 'What was done.',
  lessons: 'What was learned.',
  checklist: 'What was checked.',
  audit: 'Who decided.',
  metadata: { commit: '9f2c1ab' },
  startupPrompt: 'Start here.',
  controlQuestions: ['Why?', 'What if it fails?', 'Who is told?'],
  successCriteria: ['Somebody else saw it work.'],
};
