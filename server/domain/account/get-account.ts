import { defineQuery } from '../../actions/action';
import { sql } from '../../actions/sql';
import { AccountInput, AccountView } from './account.schema';

export const getAccount = defineQuery({
  name: 'account.get',
  title: 'Your account',
  description: 'Your address, your name and the ways you sign in.',
  input: AccountInput,
  output: AccountView,
  permission: 'viewer',
  scope: 'read',
  place: 'instance',
  read: async ({ rows, facts }) => {
    const [account] = await rows(sql<AccountView>`SELECT u.email, u.name, u.language, u.sample,
        u.password_hash IS NOT NULL AS "hasPassword",
        coalesce((SELECT jsonb_agg(jsonb_build_object('provider', c.provider, 'createdAt', c.created_at) ORDER BY c.created_at)
          FROM linked_account c WHERE c.user_id = u.id), '[]') AS linked
      FROM "user" u WHERE u.id = ${facts.actor?.id ?? null}::uuid`);
    return account ?? null;
  },
});
