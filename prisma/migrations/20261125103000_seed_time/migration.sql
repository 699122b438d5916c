-- The time of a sample story is told by whoever works as the owner of the tables, and by nobody else. On a server given
-- by its address the application signs in with the owner's name and then becomes a lesser role: its session is not enough.
CREATE OR REPLACE FUNCTION commit_time() RETURNS timestamptz LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public AS $$
DECLARE
  told text := current_setting('llmgenie.seed_time', true);
  became text := current_setting('role');
BEGIN
  IF told IS NULL OR told = '' THEN RETURN clock_timestamp(); END IF;
  IF became = 'none' THEN became := session_user; END IF;
  IF (SELECT pg_get_userbyid(relowner) = became FROM pg_class WHERE oid = 'public.event'::regclass) THEN
    RETURN told::timestamptz;
  END IF;
  RETURN clock_timestamp();
END $$;
