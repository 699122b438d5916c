-- A member who is removed stays: handoffs, ticks and events name them. They are disabled, hold nothing and are listed no more.
ALTER TABLE "actor" ADD COLUMN "removed_at" TIMESTAMPTZ(6),
ADD COLUMN "seen_at" TIMESTAMPTZ(6);

ALTER TABLE actor ADD CONSTRAINT actor_removed_is_disabled CHECK (removed_at IS NULL OR disabled_at IS NOT NULL);

-- Key, prefix and pack of a project never change.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'llmgenie_app') THEN
    GRANT UPDATE (name, settings, archived_at) ON project TO llmgenie_app;
  END IF;
END $$;
