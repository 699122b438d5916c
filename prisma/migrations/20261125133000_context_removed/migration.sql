-- An entry that was removed keeps its row, without its value: with the row went its version, and the next value of the key
-- was version 1 again, which a reader could take for the one it knew.
ALTER TABLE "context_entry" ADD COLUMN "removed_at" TIMESTAMPTZ(6);

-- What was removed before comes back as such a row, as far as the log still tells of it.
INSERT INTO context_entry (project_id, id, layer, key, value, version, author_id, updated_at, removed_at)
SELECT DISTINCT ON (e.project_id, d.payload ->> 'layer', d.payload ->> 'key')
  e.project_id, e.subject_id, (d.payload ->> 'layer')::context_layer, d.payload ->> 'key', '""', (d.payload ->> 'version')::int,
  e.actor_id, e.at, e.at
FROM event e JOIN event_payload d ON d.project_id = e.project_id AND d.seq = e.seq
WHERE e.type = 'context.removed' AND e.actor_id IS NOT NULL AND e.subject_id IS NOT NULL
  AND d.payload ->> 'layer' IN ('project', 'global') AND d.payload ->> 'version' IS NOT NULL
ORDER BY e.project_id, d.payload ->> 'layer', d.payload ->> 'key', e.seq DESC
ON CONFLICT DO NOTHING;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'llmgenie_app') THEN
    REVOKE DELETE ON context_entry FROM llmgenie_app;
  END IF;
END $$;
