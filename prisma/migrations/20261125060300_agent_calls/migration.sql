-- Tokens get names that people can say, and calls of agents a record of their own.

-- AlterTable
ALTER TABLE "agent_token" ADD COLUMN "name" TEXT;
UPDATE "agent_token" t SET "name" = 't' || n.place FROM (
  SELECT "project_id", "id", row_number() OVER (PARTITION BY "project_id", "agent_id" ORDER BY "created_at", "id") AS place FROM "agent_token") n
  WHERE t."project_id" = n."project_id" AND t."id" = n."id";
ALTER TABLE "agent_token" ALTER COLUMN "name" SET NOT NULL;

-- CreateTable
CREATE TABLE "agent_call" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "minute" TIMESTAMPTZ(6) NOT NULL,
    "tool" TEXT NOT NULL,
    "action" TEXT NOT NULL DEFAULT '',
    "outcome" TEXT NOT NULL,
    "stopped_by" TEXT NOT NULL DEFAULT '',
    "count" INTEGER NOT NULL DEFAULT 1,
    "last_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_call_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "agent_token_project_id_agent_id_name_key" ON "agent_token"("project_id", "agent_id", "name");

-- CreateIndex
CREATE INDEX "agent_call_project_id_agent_id_last_at_idx" ON "agent_call"("project_id", "agent_id", "last_at");

-- CreateIndex
CREATE UNIQUE INDEX "agent_call_window_key" ON "agent_call"("project_id", "token_id", "tool", "action", "outcome", "stopped_by", "minute");

-- CreateIndex
CREATE INDEX "handoff_project_id_holder_id_idx" ON "handoff"("project_id", "holder_id");

-- CreateIndex
CREATE INDEX "handoff_project_id_stale_at_idx" ON "handoff"("project_id", "stale_at");

-- AddForeignKey
ALTER TABLE "agent_call" ADD CONSTRAINT "agent_call_project_id_agent_id_fkey" FOREIGN KEY ("project_id", "agent_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "agent_call" ADD CONSTRAINT "agent_call_project_id_token_id_fkey" FOREIGN KEY ("project_id", "token_id") REFERENCES "agent_token"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- What Prisma's schema cannot say.
ALTER TABLE agent_token ADD CONSTRAINT agent_token_name_shape CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,39}$');
ALTER TABLE agent_call ADD CONSTRAINT agent_call_counts CHECK (count > 0);

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'llmgenie_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent_call TO llmgenie_app;
  END IF;
END $$;
