-- Who reminded of which handoff last, one row for each of them: the pause between two reminders is read from it. While the
-- handoff's version is the one of the reminder, nothing has happened since.

-- CreateTable
CREATE TABLE "nudge" (
    "project_id" UUID NOT NULL,
    "handoff_id" UUID NOT NULL,
    "nudger_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "nudge_pkey" PRIMARY KEY ("project_id","handoff_id","nudger_id")
);

-- Comments that name somebody who has not read them yet; reading or answering removes the row, the comment stays.

-- CreateTable
CREATE TABLE "mention" (
    "project_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "handoff_id" UUID NOT NULL,
    "comment_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mention_pkey" PRIMARY KEY ("project_id","actor_id","handoff_id","comment_id")
);

-- CreateIndex
CREATE INDEX "mention_project_id_actor_id_at_idx" ON "mention"("project_id", "actor_id", "at");

-- AddForeignKey
ALTER TABLE "nudge" ADD CONSTRAINT "nudge_project_id_handoff_id_fkey" FOREIGN KEY ("project_id", "handoff_id") REFERENCES "handoff"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "nudge" ADD CONSTRAINT "nudge_project_id_nudger_id_fkey" FOREIGN KEY ("project_id", "nudger_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "mention" ADD CONSTRAINT "mention_project_id_actor_id_fkey" FOREIGN KEY ("project_id", "actor_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "mention" ADD CONSTRAINT "mention_project_id_handoff_id_fkey" FOREIGN KEY ("project_id", "handoff_id") REFERENCES "handoff"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "mention" ADD CONSTRAINT "mention_project_id_comment_id_fkey" FOREIGN KEY ("project_id", "comment_id") REFERENCES "comment"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'llmgenie_app') THEN
    GRANT SELECT, INSERT ON nudge, mention TO llmgenie_app;
    GRANT UPDATE (version, at) ON nudge TO llmgenie_app;
    GRANT DELETE ON mention TO llmgenie_app;
  END IF;
END $$;
