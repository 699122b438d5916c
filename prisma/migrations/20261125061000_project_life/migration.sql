-- AlterTable
ALTER TABLE "project" ADD COLUMN "removed_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "project_tombstone" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "pack" TEXT NOT NULL,
    "handoffs" INTEGER NOT NULL,
    "removed_by" UUID NOT NULL,
    "removed_at" TIMESTAMPTZ(6) NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "last_hash" BYTEA NOT NULL,
    "buried_at" TIMESTAMPTZ(6),

    CONSTRAINT "project_tombstone_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "project_tombstone_key_key" ON "project_tombstone"("key");

-- AddForeignKey
ALTER TABLE "project_tombstone" ADD CONSTRAINT "project_tombstone_project_id_removed_by_fkey" FOREIGN KEY ("project_id", "removed_by") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- A project's log begins with the hash of its id, whoever founds it: the application cannot choose where a chain starts.
CREATE FUNCTION found_clock() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  NEW.seq := 0;
  NEW.rules_epoch := 1;
  NEW.next_number := 1;
  NEW.last_at := public.commit_time();
  NEW.last_hash := sha256(convert_to(NEW.project_id::text, 'UTF8'));
  RETURN NEW;
END $$;
CREATE TRIGGER clock_founded BEFORE INSERT ON project_clock FOR EACH ROW EXECUTE FUNCTION found_clock();

-- The key of a removed project names what is gone in old links, logs and messages: nothing else may answer there.
CREATE FUNCTION refuse_buried_key() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT FROM public.project_tombstone WHERE key = NEW.key) THEN
    RAISE EXCEPTION USING ERRCODE = '23505', CONSTRAINT = 'project_tombstone_key_key',
      MESSAGE = 'the key belongs to a removed project';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER project_key_unburied BEFORE INSERT ON project FOR EACH ROW EXECUTE FUNCTION refuse_buried_key();

-- Removing begins here: what the stone says is read from the project itself, which is gone for everybody from this
-- commit on. The last event of its log says so, too, which is how open streams learn of it.
CREATE FUNCTION set_tombstone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  gone public.project;
  remover public.actor;
BEGIN
  SELECT * INTO STRICT remover FROM public.actor
    WHERE project_id = NEW.project_id AND id = NEW.removed_by AND permission = 'admin' AND disabled_at IS NULL;
  SELECT * INTO STRICT gone FROM public.project WHERE id = NEW.id AND id <> NEW.project_id AND removed_at IS NULL FOR UPDATE;
  INSERT INTO public.event (project_id, body) VALUES (gone.id, jsonb_build_object('type', 'project.removed',
    'actor', jsonb_build_object('id', remover.id, 'kind', remover.kind, 'name', remover.name),
    'subject', jsonb_build_object('kind', 'project', 'id', gone.id), 'bumpsRules', true,
    'payload', jsonb_build_object('key', gone.key, 'name', gone.name)));
  SELECT c.seq, c.last_hash INTO STRICT NEW.last_seq, NEW.last_hash FROM public.project_clock c WHERE c.project_id = gone.id;
  NEW.key := gone.key;
  NEW.name := gone.name;
  NEW.prefix := gone.prefix;
  NEW.pack := gone.pack;
  NEW.handoffs := (SELECT count(*) FROM public.handoff WHERE project_id = gone.id);
  NEW.buried_at := NULL;
  UPDATE public.project SET removed_at = NEW.removed_at WHERE id = gone.id;
  RETURN NEW;
END $$;
CREATE TRIGGER tombstone_set BEFORE INSERT ON project_tombstone FOR EACH ROW EXECUTE FUNCTION set_tombstone();

-- History takes no DELETE, except of a project that has its tombstone, by the schema's owner, inside bury_project().
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('llmgenie.burying', true) = 'on'
    AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'LG002', MESSAGE = 'append-only: ' || TG_TABLE_NAME || ' takes no ' || TG_OP;
END $$;

-- Deletes every row of a project that has its tombstone, tables before those they refer to. The order comes from the
-- foreign keys, so that a table that is added is emptied as well. Runs with the owner's rights; true where rows went.
CREATE FUNCTION bury_project(gone uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  remaining oid[];
  leaf oid;
BEGIN
  IF NOT EXISTS (SELECT FROM public.project_tombstone WHERE id = gone) THEN
    RAISE EXCEPTION USING ERRCODE = 'LG002', MESSAGE = 'only a project with a tombstone is buried';
  END IF;
  PERFORM FROM public.project WHERE id = gone AND removed_at IS NOT NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM set_config('llmgenie.burying', 'on', true);
  SELECT array_agg(c.oid) INTO remaining FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'project_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'project_tombstone';
  WHILE cardinality(remaining) > 0 LOOP
    SELECT t INTO leaf FROM unnest(remaining) t WHERE NOT EXISTS (
      SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.confrelid = t AND f.conrelid <> t AND f.conrelid = ANY(remaining))
      LIMIT 1;
    IF leaf IS NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'LG002', MESSAGE = 'tables refer to each other in a circle';
    END IF;
    EXECUTE format('DELETE FROM %s WHERE project_id = $1', leaf::regclass) USING gone;
    remaining := array_remove(remaining, leaf);
  END LOOP;
  DELETE FROM public.project WHERE id = gone;
  UPDATE public.project_tombstone SET buried_at = clock_timestamp() WHERE id = gone;
  PERFORM set_config('llmgenie.burying', 'off', true);
  RETURN true;
END $$;

REVOKE ALL ON project_tombstone FROM PUBLIC;
REVOKE ALL ON FUNCTION bury_project(uuid), set_tombstone(), refuse_buried_key(), found_clock() FROM PUBLIC;
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'llmgenie_app') THEN
    GRANT INSERT (id, key, name, prefix, pack, settings) ON project TO llmgenie_app;
    GRANT INSERT (project_id, epoch) ON project_clock TO llmgenie_app;
    GRANT INSERT ON role, workflow_version, stage, route, checklist_template TO llmgenie_app;
    GRANT SELECT ON project_tombstone TO llmgenie_app;
    GRANT INSERT (project_id, id, removed_by, removed_at) ON project_tombstone TO llmgenie_app;
    GRANT EXECUTE ON FUNCTION bury_project(uuid) TO llmgenie_app;
  END IF;
END $$;
