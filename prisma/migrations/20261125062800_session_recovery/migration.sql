-- Sessions that are recovered: the brief each was given, and how the first action after it went.

-- AlterTable
ALTER TABLE "session" ADD COLUMN "parent_id" UUID,
ADD COLUMN "recovery_id" UUID;

-- CreateTable
CREATE TABLE "session_recovery" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "budget" INTEGER NOT NULL,
    "tokens" INTEGER NOT NULL,
    "fence_from" INTEGER,
    "fence_to" INTEGER,
    "brief" JSONB NOT NULL,
    "moves" TEXT[],
    "first_action" TEXT,
    "first_at" TIMESTAMPTZ(6),
    "fitted" BOOLEAN,

    CONSTRAINT "session_recovery_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateIndex
CREATE INDEX "session_recovery_project_id_session_id_at_idx" ON "session_recovery"("project_id", "session_id", "at");

-- CreateIndex
CREATE INDEX "event_project_id_session_id_seq_idx" ON "event"("project_id", "session_id", "seq");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_project_id_parent_id_fkey" FOREIGN KEY ("project_id", "parent_id") REFERENCES "session"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "session_recovery" ADD CONSTRAINT "session_recovery_project_id_session_id_fkey" FOREIGN KEY ("project_id", "session_id") REFERENCES "session"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "session_recovery" ADD CONSTRAINT "session_recovery_project_id_actor_id_fkey" FOREIGN KEY ("project_id", "actor_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- What Prisma's schema cannot say.
ALTER TABLE session_recovery ADD CONSTRAINT session_recovery_within_budget CHECK (tokens BETWEEN 1 AND budget),
  ADD CONSTRAINT session_recovery_fence_rises CHECK (fence_to > fence_from),
  ADD CONSTRAINT session_recovery_scored_once CHECK ((first_action IS NULL) = (first_at IS NULL) AND (first_action IS NULL) = (fitted IS NULL));
ALTER TABLE session ADD CONSTRAINT session_not_its_own_parent CHECK (parent_id <> id);

-- What an agent's open session is watched by from now on: silence. See server/jobs/lapse-session.ts.
INSERT INTO timer (project_id, kind, subject_id, subject_version, due_at)
  SELECT project_id, 'session', id, 0, now() + interval '30 minutes' FROM session WHERE state = 'active'
  ON CONFLICT DO NOTHING;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'llmgenie_app') THEN
    GRANT SELECT, INSERT ON session_recovery TO llmgenie_app;
    GRANT UPDATE (first_action, first_at, fitted) ON session_recovery TO llmgenie_app;
    GRANT DELETE ON context_entry TO llmgenie_app;
  END IF;
END $$;
