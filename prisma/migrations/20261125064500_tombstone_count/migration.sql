-- How many handoffs a removed project had made stands in its clock: counting them read every row once more.
CREATE OR REPLACE FUNCTION set_tombstone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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
  SELECT c.seq, c.last_hash, c.next_number - 1 INTO STRICT NEW.last_seq, NEW.last_hash, NEW.handoffs FROM public.project_clock c WHERE c.project_id = gone.id;
  NEW.key := gone.key;
  NEW.name := gone.name;
  NEW.prefix := gone.prefix;
  NEW.pack := gone.pack;
  NEW.buried_at := NULL;
  UPDATE public.project SET removed_at = NEW.removed_at WHERE id = gone.id;
  RETURN NEW;
END $$;
