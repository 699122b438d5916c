import type { z } from 'zod';
import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { MembersInput } from '../project/project.schema';
import { AgentList } from './agent.schema';

type Row = z.infer<typeof AgentList>['agents'][number];

export const listAgents = defineQuery({
  name: 'agent.list',
  title: 'Agents',
  description: 'Agents with owner, roles and the life of their tokens; never the tokens.',
  input: MembersInput,
  output: AgentList,
  permission: 'admin',
  scope: 'admin-read',
  adminAction: true,
  read: async ({ projectId, rows }) => ({
    agents: await rows(sql<Row>`SELECT a.id, a.name, a.disabled_at IS NOT NULL AS disabled, o.name AS owner,
        coalesce((SELECT jsonb_agg(r.role_key ORDER BY r.role_key) FROM actor_role r WHERE r.project_id = a.project_id AND r.actor_id = a.id), '[]') AS roles,
        coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'scopes', to_jsonb(t.scopes), 'expiresAt', t.expires_at,
            'revokedAt', t.revoked_at, 'lastUsedAt', t.last_used_at) ORDER BY t.created_at DESC)
          FROM agent_token t WHERE t.project_id = a.project_id AND t.agent_id = a.id), '[]') AS tokens
      FROM actor a JOIN actor o ON o.project_id = a.project_id AND o.id = a.owner_id
      WHERE a.project_id = ${projectId}::uuid AND a.kind = 'agent' ORDER BY a.name LIMIT 500`),
  }),
});
