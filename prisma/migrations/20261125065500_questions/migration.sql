-- Questions that the holder of a handoff asks. The newest one of a handoff in state input_required is open; an older one
-- without an answer was withdrawn by whatever ended that state.

-- CreateTable
CREATE TABLE "question" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "handoff_id" UUID NOT NULL,
    "asker_id" UUID NOT NULL,
    "role_key" TEXT,
    "asked_id" UUID,
    "body" TEXT NOT NULL,
    "options" JSONB NOT NULL DEFAULT '[]',
    "asked_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answerer_id" UUID,
    "option" INTEGER,
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(6),
    "answered_version" INTEGER,

    CONSTRAINT "question_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateIndex
CREATE INDEX "question_project_id_handoff_id_asked_at_idx" ON "question"("project_id", "handoff_id", "asked_at");

-- CreateIndex
CREATE INDEX "question_project_id_asker_id_answered_at_idx" ON "question"("project_id", "asker_id", "answered_at");

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_project_id_handoff_id_fkey" FOREIGN KEY ("project_id", "handoff_id") REFERENCES "handoff"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_project_id_role_key_fkey" FOREIGN KEY ("project_id", "role_key") REFERENCES "role"("project_id", "key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_project_id_asker_id_fkey" FOREIGN KEY ("project_id", "asker_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_project_id_asked_id_fkey" FOREIGN KEY ("project_id", "asked_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_project_id_answerer_id_fkey" FOREIGN KEY ("project_id", "answerer_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- What Prisma's schema cannot say.
ALTER TABLE question ADD CONSTRAINT question_asks_one CHECK ((role_key IS NULL) <> (asked_id IS NULL)),
  ADD CONSTRAINT question_answered_whole CHECK ((answered_at IS NULL) = (answerer_id IS NULL)
    AND (answered_at IS NULL) = (answer IS NULL) AND (answered_at IS NULL) = (answered_version IS NULL)),
  ADD CONSTRAINT question_option_exists CHECK (option IS NULL OR answered_at IS NOT NULL AND option BETWEEN 1 AND jsonb_array_length(options));

-- The lease rests while a question is open: whoever waits for an answer cannot renew it by working on.
ALTER TABLE handoff DROP CONSTRAINT handoff_holder_has_lease,
  ADD CONSTRAINT handoff_holder_has_lease CHECK (CASE state WHEN 'active' THEN lease_until IS NOT NULL
    WHEN 'input_required' THEN true ELSE lease_until IS NULL END);

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'llmgenie_app') THEN
    GRANT SELECT, INSERT ON question TO llmgenie_app;
    GRANT UPDATE (answerer_id, option, answer, answered_at, answered_version) ON question TO llmgenie_app;
  END IF;
END $$;
