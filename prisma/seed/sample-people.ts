/** Everybody of the sample may sign in with this, on loopback only, until a real person exists. */
export const SAMPLE_PASSWORD = 'llmgenie-demo';

export interface SamplePerson {
  /** Fixed, so that the sample looks the same everywhere: colours of people follow their ids. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly project: 'llmgenie' | 'lab';
  readonly permission: 'viewer' | 'member' | 'lead' | 'admin';
  readonly roles: readonly string[];
}

export const samplePeople: readonly SamplePerson[] = [
  {
    id: '0199c0de-5a3b-7e00-8000-000000000001',
    email: 'lead@llmgenie.test',
    name: 'Irina Volkova',
    project: 'llmgenie',
    permission: 'lead',
    roles: ['lead'],
  },
  {
    id: '0199c0de-5a3b-7e00-8000-000000000003',
    email: 'reviewer@llmgenie.test',
    name: 'Tomas Reyes',
    project: 'llmgenie',
    permission: 'member',
    roles: ['reviewer'],
  },
  {
    id: '0199c0de-5a3b-7e00-8000-000000000007',
    email: 'analyst@llmgenie.test',
    name: 'Ada Okafor',
    project: 'llmgenie',
    permission: 'member',
    roles: ['analyst'],
  },
  {
    id: '0199c0de-5a3b-7e00-8000-000000000011',
    email: 'admin@llmgenie.test',
    name: 'Jonas Weber',
    project: 'llmgenie',
    permission: 'admin',
    roles: ['lead', 'coder', 'librarian', 'reviewer'],
  },
  {
    id: '0199c0de-5a3b-7e00-8000-000000000014',
    email: 'viewer@llmgenie.test',
    name: 'Vera Lind',
    project: 'llmgenie',
    permission: 'viewer',
    roles: [],
  },
  {
    id: '0199c0de-5a3b-7e00-8000-000000000018',
    email: 'curie@llmgenie.test',
    name: 'Marie Curie',
    project: 'lab',
    permission: 'admin',
    roles: ['lead', 'researcher'],
  },
];

export const sampleAgents: readonly { name: string; roles: readonly string[]; owner: string }[] = [
  { name: 'analyst-1', roles: ['analyst'], owner: 'analyst@llmgenie.test' },
  { name: 'coder-1', roles: ['coder'], owner: 'lead@llmgenie.test' },
  { name: 'coder-2', roles: ['coder'], owner: 'admin@llmgenie.test' },
  { name: 'librarian-1', roles: ['librarian'], owner: 'admin@llmgenie.test' },
];
