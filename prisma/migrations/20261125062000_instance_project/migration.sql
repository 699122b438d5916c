-- Global things belong to one reserved project. Everybody is in it, as a viewer; its admins are the admins of the instance.
INSERT INTO project (id, key, name, prefix, pack)
  VALUES ('00000000-0000-7000-8000-000000000001', 'instance', 'Instance', 'INST', 'instance');
INSERT INTO project_clock (project_id, last_at, last_hash, epoch)
  VALUES ('00000000-0000-7000-8000-000000000001', commit_time(),
    sha256(convert_to('00000000-0000-7000-8000-000000000001', 'UTF8')), gen_random_uuid());
INSERT INTO actor (project_id, id, kind, name)
  VALUES ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', 'system', 'llmgenie');
INSERT INTO event (project_id, body) VALUES ('00000000-0000-7000-8000-000000000001', jsonb_build_object(
  'type', 'project.created', 'subject', jsonb_build_object('kind', 'project', 'id', '00000000-0000-7000-8000-000000000001'),
  'actor', jsonb_build_object('id', '00000000-0000-7000-8000-000000000002', 'kind', 'system', 'name', 'llmgenie'),
  'causedBy', 'set-up', 'payload', jsonb_build_object('key', 'instance', 'name', 'Instance', 'pack', 'instance')));

-- There are two people of one name, never two of one address: here they are told apart by it.
INSERT INTO actor (project_id, id, kind, name, user_id, permission)
  SELECT '00000000-0000-7000-8000-000000000001', id, 'person', email, id,
    CASE WHEN instance_admin OR sample AND email = 'admin@llmgenie.test' THEN 'admin' ELSE 'viewer' END::permission
  FROM "user";

-- AlterTable
ALTER TABLE "user" DROP COLUMN "instance_admin";

-- Nobody can be a user and not be in it. A commit that makes an admin brings the row along.
CREATE FUNCTION join_instance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO public.actor (project_id, id, kind, name, user_id, permission)
    VALUES ('00000000-0000-7000-8000-000000000001', NEW.id, 'person', NEW.email, NEW.id, 'viewer')
    ON CONFLICT (project_id, user_id) DO NOTHING;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION join_instance() FROM PUBLIC;
CREATE TRIGGER user_joins_instance AFTER INSERT ON "user" FOR EACH ROW EXECUTE FUNCTION join_instance();

-- Users are made, renamed, disabled and signed out by commits; which address is whose, never.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'llmgenie_app') THEN
    REVOKE UPDATE ON "user" FROM llmgenie_app;
    GRANT INSERT ON "user" TO llmgenie_app;
    GRANT UPDATE (name, password_hash, token_version, disabled_at) ON "user" TO llmgenie_app;
  END IF;
END $$;
