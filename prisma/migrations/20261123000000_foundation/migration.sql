-- Foundation: tables as prisma/schema describes them, then what the database itself enforces.
-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "handoff_state" AS ENUM ('offered', 'active', 'input_required', 'done', 'cancelled');

-- CreateEnum
CREATE TYPE "transfer_kind" AS ENUM ('create', 'send', 'return', 'route', 'complete');

-- CreateEnum
CREATE TYPE "item_state" AS ENUM ('open', 'passed', 'failed', 'not_applicable');

-- CreateEnum
CREATE TYPE "evidence_kind" AS ENUM ('link', 'file', 'commit', 'log', 'test', 'measure');

-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('person', 'agent', 'system');

-- CreateEnum
CREATE TYPE "permission" AS ENUM ('viewer', 'member', 'lead', 'admin');

-- CreateEnum
CREATE TYPE "session_state" AS ENUM ('active', 'paused', 'finished', 'lost');

-- CreateEnum
CREATE TYPE "session_stream" AS ENUM ('event', 'tech', 'meta');

-- CreateEnum
CREATE TYPE "context_layer" AS ENUM ('session', 'project', 'global');

-- CreateEnum
CREATE TYPE "workflow_status" AS ENUM ('draft', 'active', 'retired');

-- CreateEnum
CREATE TYPE "stage_kind" AS ENUM ('start', 'work', 'final');

-- CreateTable
CREATE TABLE "handoff" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "number" INTEGER NOT NULL DEFAULT 0,
    "title" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "fence" INTEGER NOT NULL DEFAULT 1,
    "state" "handoff_state" NOT NULL DEFAULT 'offered',
    "version_id" UUID NOT NULL,
    "stage_key" TEXT NOT NULL,
    "mode" TEXT NOT NULL DEFAULT 'code',
    "priority" INTEGER NOT NULL DEFAULT 2,
    "due_at" TIMESTAMPTZ(6),
    "labels" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "branch" TEXT,
    "author_id" UUID NOT NULL,
    "giver_id" UUID NOT NULL,
    "holder_id" UUID,
    "assignee_id" UUID,
    "lease_until" TIMESTAMPTZ(6),
    "claimed_at" TIMESTAMPTZ(6),
    "stale_at" TIMESTAMPTZ(6),
    "last_holder_id" UUID,
    "refused_at" TIMESTAMPTZ(6),
    "refused_policy" TEXT,
    "package" JSONB NOT NULL DEFAULT '{}',
    "package_score" INTEGER NOT NULL DEFAULT 0,
    "content_hash" TEXT NOT NULL DEFAULT '',
    "returns" INTEGER NOT NULL DEFAULT 0,
    "hops" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "moved_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(6),
    "plan_item" TEXT,

    CONSTRAINT "handoff_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "transfer" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "handoff_id" UUID NOT NULL,
    "kind" "transfer_kind" NOT NULL,
    "from_key" TEXT NOT NULL,
    "to_key" TEXT NOT NULL,
    "actor_id" UUID NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "transfer_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "comment" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "handoff_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "comment_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "checklist" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "handoff_id" UUID NOT NULL,
    "stage_key" TEXT NOT NULL,
    "template_id" UUID NOT NULL,

    CONSTRAINT "checklist_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "checklist_item" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "checklist_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "required" BOOLEAN NOT NULL,
    "state" "item_state" NOT NULL DEFAULT 'open',
    "reason" TEXT,
    "ticked_by" UUID,
    "ticked_at" TIMESTAMPTZ(6),
    "ticked_hash" TEXT,

    CONSTRAINT "checklist_item_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "kind" "evidence_kind" NOT NULL,
    "label" TEXT NOT NULL,
    "url" TEXT,
    "blob_sha" TEXT,
    "actor_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "token_version" INTEGER NOT NULL DEFAULT 1,
    "instance_admin" BOOLEAN NOT NULL DEFAULT false,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "disabled_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "actor" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" "actor_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" UUID,
    "permission" "permission",
    "owner_id" UUID,
    "disabled_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "actor_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "actor_role" (
    "project_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "role_key" TEXT NOT NULL,

    CONSTRAINT "actor_role_pkey" PRIMARY KEY ("project_id","actor_id","role_key")
);

-- CreateTable
CREATE TABLE "agent_token" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),

    CONSTRAINT "agent_token_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "sign_in_failure" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "plan" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "source" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "plan_phase" (
    "project_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "goals" TEXT[],
    "technologies" TEXT[],

    CONSTRAINT "plan_phase_pkey" PRIMARY KEY ("project_id","plan_id","key")
);

-- CreateTable
CREATE TABLE "plan_item" (
    "project_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "phase_key" TEXT NOT NULL,
    "parent_key" TEXT,
    "section" TEXT NOT NULL,
    "depth" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "checked" BOOLEAN NOT NULL,
    "mark_byte" INTEGER NOT NULL,

    CONSTRAINT "plan_item_pkey" PRIMARY KEY ("project_id","plan_id","ordinal")
);

-- CreateTable
CREATE TABLE "project" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "pack" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(6),

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_clock" (
    "project_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_hash" BYTEA NOT NULL,
    "rules_epoch" INTEGER NOT NULL DEFAULT 1,
    "epoch" UUID NOT NULL,
    "next_number" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "project_clock_pkey" PRIMARY KEY ("project_id")
);

-- CreateTable
CREATE TABLE "event" (
    "project_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "type" TEXT NOT NULL,
    "actor_id" UUID,
    "subject_id" UUID,
    "session_id" UUID,
    "body" JSONB NOT NULL,
    "sealed" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("project_id","seq")
);

-- CreateTable
CREATE TABLE "event_payload" (
    "project_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "payload" JSONB NOT NULL,
    "redacted_at" TIMESTAMPTZ(6),

    CONSTRAINT "event_payload_pkey" PRIMARY KEY ("project_id","seq")
);

-- CreateTable
CREATE TABLE "idempotency" (
    "project_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("project_id","actor_id","key")
);

-- CreateTable
CREATE TABLE "policy_decision" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "minute" TIMESTAMPTZ(6) NOT NULL,
    "actor_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "policy_id" TEXT NOT NULL,
    "policy_set" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_decision_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "override" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "policy_id" TEXT NOT NULL,
    "handoff_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "granter_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "override_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "timer" (
    "project_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "subject_version" INTEGER NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "timer_pkey" PRIMARY KEY ("project_id","kind","subject_id")
);

-- CreateTable
CREATE TABLE "blob" (
    "project_id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "actor_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("project_id","sha256")
);

-- CreateTable
CREATE TABLE "session" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "handoff_id" UUID,
    "state" "session_state" NOT NULL DEFAULT 'active',
    "mode" TEXT NOT NULL DEFAULT 'code',
    "branch" TEXT,
    "focus" TEXT NOT NULL DEFAULT '',
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),
    "summary" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "session_entry" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "stream" "session_stream" NOT NULL,
    "text" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "actor_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_entry_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "context_entry" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "layer" "context_layer" NOT NULL,
    "session_id" UUID,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "author_id" UUID NOT NULL,
    "source" TEXT NOT NULL DEFAULT '',
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "context_entry_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "role" (
    "project_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "icon" TEXT NOT NULL,
    "briefing" TEXT NOT NULL,
    "tags" TEXT[],
    "position" INTEGER NOT NULL,

    CONSTRAINT "role_pkey" PRIMARY KEY ("project_id","key")
);

-- CreateTable
CREATE TABLE "workflow_version" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "workflow" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" JSONB NOT NULL,
    "status" "workflow_status" NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workflow_version_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "stage" (
    "project_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "role_key" TEXT NOT NULL,
    "kind" "stage_kind" NOT NULL,
    "position" INTEGER NOT NULL,
    "wip_limit" INTEGER,
    "sla_minutes" INTEGER,
    "template_id" UUID,
    "in_hand" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "stage_pkey" PRIMARY KEY ("project_id","version_id","key")
);

-- CreateTable
CREATE TABLE "route" (
    "project_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "from_key" TEXT NOT NULL,
    "to_key" TEXT NOT NULL,
    "requires_review" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "route_pkey" PRIMARY KEY ("project_id","version_id","from_key","to_key")
);

-- CreateTable
CREATE TABLE "checklist_template" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" JSONB NOT NULL,
    "items" JSONB NOT NULL,

    CONSTRAINT "checklist_template_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateIndex
CREATE INDEX "handoff_project_id_version_id_stage_key_state_moved_at_idx" ON "handoff"("project_id", "version_id", "stage_key", "state", "moved_at");

-- CreateIndex
CREATE UNIQUE INDEX "handoff_project_id_number_key" ON "handoff"("project_id", "number");

-- CreateIndex
CREATE INDEX "transfer_project_id_handoff_id_at_idx" ON "transfer"("project_id", "handoff_id", "at");

-- CreateIndex
CREATE INDEX "transfer_project_id_at_idx" ON "transfer"("project_id", "at");

-- CreateIndex
CREATE INDEX "comment_project_id_handoff_id_at_idx" ON "comment"("project_id", "handoff_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "checklist_project_id_handoff_id_stage_key_key" ON "checklist"("project_id", "handoff_id", "stage_key");

-- CreateIndex
CREATE UNIQUE INDEX "checklist_item_project_id_checklist_id_key_key" ON "checklist_item"("project_id", "checklist_id", "key");

-- CreateIndex
CREATE INDEX "evidence_project_id_item_id_idx" ON "evidence"("project_id", "item_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "actor_project_id_user_id_key" ON "actor"("project_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "actor_project_id_name_key" ON "actor"("project_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "agent_token_secret_hash_key" ON "agent_token"("secret_hash");

-- CreateIndex
CREATE UNIQUE INDEX "plan_project_id_key_key" ON "plan"("project_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "plan_item_project_id_plan_id_key_key" ON "plan_item"("project_id", "plan_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "project_key_key" ON "project"("key");

-- CreateIndex
CREATE INDEX "event_project_id_subject_id_seq_idx" ON "event"("project_id", "subject_id", "seq");

-- CreateIndex
CREATE INDEX "idempotency_created_at_idx" ON "idempotency"("created_at");

-- CreateIndex
CREATE INDEX "policy_decision_project_id_last_at_idx" ON "policy_decision"("project_id", "last_at");

-- CreateIndex
CREATE UNIQUE INDEX "policy_decision_window_key" ON "policy_decision"("project_id", "actor_id", "action", "resource", "policy_id", "minute");

-- CreateIndex
CREATE INDEX "override_project_id_handoff_id_actor_id_idx" ON "override"("project_id", "handoff_id", "actor_id");

-- CreateIndex
CREATE INDEX "timer_due_at_idx" ON "timer"("due_at");

-- CreateIndex
CREATE INDEX "session_project_id_actor_id_started_at_idx" ON "session"("project_id", "actor_id", "started_at");

-- CreateIndex
CREATE INDEX "session_entry_project_id_session_id_at_idx" ON "session_entry"("project_id", "session_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_version_project_id_workflow_version_key" ON "workflow_version"("project_id", "workflow", "version");

-- CreateIndex
CREATE UNIQUE INDEX "checklist_template_project_id_key_version_key" ON "checklist_template"("project_id", "key", "version");

-- AddForeignKey
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_project_id_version_id_fkey" FOREIGN KEY ("project_id", "version_id") REFERENCES "workflow_version"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_project_id_version_id_stage_key_fkey" FOREIGN KEY ("project_id", "version_id", "stage_key") REFERENCES "stage"("project_id", "version_id", "key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_project_id_author_id_fkey" FOREIGN KEY ("project_id", "author_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_project_id_giver_id_fkey" FOREIGN KEY ("project_id", "giver_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_project_id_holder_id_fkey" FOREIGN KEY ("project_id", "holder_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_project_id_assignee_id_fkey" FOREIGN KEY ("project_id", "assignee_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_project_id_last_holder_id_fkey" FOREIGN KEY ("project_id", "last_holder_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_project_id_handoff_id_fkey" FOREIGN KEY ("project_id", "handoff_id") REFERENCES "handoff"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_project_id_actor_id_fkey" FOREIGN KEY ("project_id", "actor_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "comment" ADD CONSTRAINT "comment_project_id_handoff_id_fkey" FOREIGN KEY ("project_id", "handoff_id") REFERENCES "handoff"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "comment" ADD CONSTRAINT "comment_project_id_author_id_fkey" FOREIGN KEY ("project_id", "author_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "checklist" ADD CONSTRAINT "checklist_project_id_handoff_id_fkey" FOREIGN KEY ("project_id", "handoff_id") REFERENCES "handoff"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "checklist" ADD CONSTRAINT "checklist_project_id_template_id_fkey" FOREIGN KEY ("project_id", "template_id") REFERENCES "checklist_template"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "checklist_item" ADD CONSTRAINT "checklist_item_project_id_checklist_id_fkey" FOREIGN KEY ("project_id", "checklist_id") REFERENCES "checklist"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "checklist_item" ADD CONSTRAINT "checklist_item_project_id_ticked_by_fkey" FOREIGN KEY ("project_id", "ticked_by") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_project_id_item_id_fkey" FOREIGN KEY ("project_id", "item_id") REFERENCES "checklist_item"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_project_id_actor_id_fkey" FOREIGN KEY ("project_id", "actor_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_project_id_blob_sha_fkey" FOREIGN KEY ("project_id", "blob_sha") REFERENCES "blob"("project_id", "sha256") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "actor" ADD CONSTRAINT "actor_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "actor" ADD CONSTRAINT "actor_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "actor" ADD CONSTRAINT "actor_project_id_owner_id_fkey" FOREIGN KEY ("project_id", "owner_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "actor_role" ADD CONSTRAINT "actor_role_project_id_actor_id_fkey" FOREIGN KEY ("project_id", "actor_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "actor_role" ADD CONSTRAINT "actor_role_project_id_role_key_fkey" FOREIGN KEY ("project_id", "role_key") REFERENCES "role"("project_id", "key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "agent_token" ADD CONSTRAINT "agent_token_project_id_agent_id_fkey" FOREIGN KEY ("project_id", "agent_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "plan_phase" ADD CONSTRAINT "plan_phase_project_id_plan_id_fkey" FOREIGN KEY ("project_id", "plan_id") REFERENCES "plan"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "plan_item" ADD CONSTRAINT "plan_item_project_id_plan_id_fkey" FOREIGN KEY ("project_id", "plan_id") REFERENCES "plan"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "plan_item" ADD CONSTRAINT "plan_item_project_id_plan_id_phase_key_fkey" FOREIGN KEY ("project_id", "plan_id", "phase_key") REFERENCES "plan_phase"("project_id", "plan_id", "key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "project_clock" ADD CONSTRAINT "project_clock_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project_clock"("project_id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "idempotency" ADD CONSTRAINT "idempotency_project_id_actor_id_fkey" FOREIGN KEY ("project_id", "actor_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "policy_decision" ADD CONSTRAINT "policy_decision_project_id_actor_id_fkey" FOREIGN KEY ("project_id", "actor_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "override" ADD CONSTRAINT "override_project_id_handoff_id_fkey" FOREIGN KEY ("project_id", "handoff_id") REFERENCES "handoff"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "override" ADD CONSTRAINT "override_project_id_actor_id_fkey" FOREIGN KEY ("project_id", "actor_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "override" ADD CONSTRAINT "override_project_id_granter_id_fkey" FOREIGN KEY ("project_id", "granter_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "timer" ADD CONSTRAINT "timer_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project_clock"("project_id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "blob" ADD CONSTRAINT "blob_project_id_actor_id_fkey" FOREIGN KEY ("project_id", "actor_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_project_id_actor_id_fkey" FOREIGN KEY ("project_id", "actor_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_project_id_handoff_id_fkey" FOREIGN KEY ("project_id", "handoff_id") REFERENCES "handoff"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "session_entry" ADD CONSTRAINT "session_entry_project_id_session_id_fkey" FOREIGN KEY ("project_id", "session_id") REFERENCES "session"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "session_entry" ADD CONSTRAINT "session_entry_project_id_actor_id_fkey" FOREIGN KEY ("project_id", "actor_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "context_entry" ADD CONSTRAINT "context_entry_project_id_author_id_fkey" FOREIGN KEY ("project_id", "author_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "context_entry" ADD CONSTRAINT "context_entry_project_id_session_id_fkey" FOREIGN KEY ("project_id", "session_id") REFERENCES "session"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "context_entry" ADD CONSTRAINT "context_entry_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "role" ADD CONSTRAINT "role_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "workflow_version" ADD CONSTRAINT "workflow_version_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "stage" ADD CONSTRAINT "stage_project_id_version_id_fkey" FOREIGN KEY ("project_id", "version_id") REFERENCES "workflow_version"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "stage" ADD CONSTRAINT "stage_project_id_role_key_fkey" FOREIGN KEY ("project_id", "role_key") REFERENCES "role"("project_id", "key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "stage" ADD CONSTRAINT "stage_project_id_template_id_fkey" FOREIGN KEY ("project_id", "template_id") REFERENCES "checklist_template"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "route" ADD CONSTRAINT "route_project_id_version_id_from_key_fkey" FOREIGN KEY ("project_id", "version_id", "from_key") REFERENCES "stage"("project_id", "version_id", "key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "route" ADD CONSTRAINT "route_project_id_version_id_to_key_fkey" FOREIGN KEY ("project_id", "version_id", "to_key") REFERENCES "stage"("project_id", "version_id", "key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "checklist_template" ADD CONSTRAINT "checklist_template_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- What Prisma's schema cannot say: checks, expression indexes, sealing, and who may write what.

ALTER TABLE "user" ADD CONSTRAINT user_email_lower CHECK (email = lower(email) AND email LIKE '%_@_%');
ALTER TABLE project ADD CONSTRAINT project_key_shape CHECK (key ~ '^[a-z][a-z0-9-]{0,39}$'),
  ADD CONSTRAINT project_prefix_shape CHECK (prefix ~ '^[A-Z]{2,5}$');
ALTER TABLE actor ADD CONSTRAINT actor_kind_shape CHECK (CASE kind
  WHEN 'person' THEN user_id IS NOT NULL AND permission IS NOT NULL AND owner_id IS NULL
  WHEN 'agent' THEN user_id IS NULL AND permission IS NULL AND owner_id IS NOT NULL
  ELSE user_id IS NULL AND permission IS NULL AND owner_id IS NULL END);
ALTER TABLE agent_token ADD CONSTRAINT agent_token_hash_size CHECK (octet_length(secret_hash) = 32),
  ADD CONSTRAINT agent_token_scopes CHECK (scopes <@ ARRAY['read','act','knowledge','admin-read']);
ALTER TABLE handoff ADD CONSTRAINT handoff_title_size CHECK (length(title) BETWEEN 1 AND 200),
  ADD CONSTRAINT handoff_number_positive CHECK (number > 0),
  ADD CONSTRAINT handoff_version_positive CHECK (version > 0 AND fence > 0),
  ADD CONSTRAINT handoff_held_has_holder CHECK ((state IN ('active', 'input_required')) = (holder_id IS NOT NULL)),
  ADD CONSTRAINT handoff_holder_has_lease CHECK ((holder_id IS NULL) = (lease_until IS NULL)),
  ADD CONSTRAINT handoff_closed_has_time CHECK ((state IN ('done', 'cancelled')) = (closed_at IS NOT NULL)),
  ADD CONSTRAINT handoff_score_range CHECK (package_score BETWEEN 0 AND 8),
  ADD CONSTRAINT handoff_priority_range CHECK (priority BETWEEN 0 AND 4);
ALTER TABLE stage ADD CONSTRAINT stage_in_hand CHECK (in_hand >= 0 AND (wip_limit IS NULL OR wip_limit > 0));
ALTER TABLE route ADD CONSTRAINT route_leads_elsewhere CHECK (from_key <> to_key);
ALTER TABLE checklist_item ADD CONSTRAINT checklist_item_tick CHECK (CASE state
  WHEN 'open' THEN ticked_by IS NULL AND ticked_at IS NULL
  ELSE ticked_by IS NOT NULL AND ticked_at IS NOT NULL AND ticked_hash IS NOT NULL END);
ALTER TABLE evidence ADD CONSTRAINT evidence_has_target CHECK (kind <> 'file' OR blob_sha IS NOT NULL);
ALTER TABLE blob ADD CONSTRAINT blob_size CHECK (size = octet_length(bytes) AND size <= 5242880),
  ADD CONSTRAINT blob_is_its_hash CHECK (sha256 = encode(sha256(bytes), 'hex'));
ALTER TABLE override ADD CONSTRAINT override_reason CHECK (length(reason) >= 20),
  ADD CONSTRAINT override_expiry CHECK (expires_at <= created_at + interval '24 hours'),
  ADD CONSTRAINT override_granter CHECK (granter_id <> actor_id);
ALTER TABLE context_entry ADD CONSTRAINT context_layer_shape CHECK ((layer = 'session') = (session_id IS NOT NULL));
ALTER TABLE session ADD CONSTRAINT session_finished CHECK ((state = 'finished') = (finished_at IS NOT NULL));
ALTER TABLE plan ADD CONSTRAINT plan_is_its_hash CHECK (sha256 = encode(sha256(source), 'hex') AND octet_length(source) <= 1048576);

CREATE UNIQUE INDEX session_one_active ON session (project_id, (CASE WHEN state = 'active' THEN actor_id END));
CREATE UNIQUE INDEX context_entry_key ON context_entry (project_id, layer, key, (coalesce(session_id, '00000000-0000-0000-0000-000000000000'::uuid)));
CREATE UNIQUE INDEX workflow_version_one_active ON workflow_version (project_id, (CASE WHEN status = 'active' THEN workflow END));

-- Raises with a SQLSTATE of ours, so that a missed precondition aborts the whole statement and names its cause.
CREATE FUNCTION must(ok boolean, cause text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF ok THEN RETURN true; END IF;
  RAISE EXCEPTION USING ERRCODE = 'LG001', MESSAGE = cause;
END $$;

-- The time a commit carries: the database's clock. Set-up alone, as the schema's owner, may tell a sample story
-- that began some days ago; for everybody else the setting means nothing.
CREATE FUNCTION commit_time() RETURNS timestamptz LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public AS $$
DECLARE
  told text := current_setting('llmgenie.seed_time', true);
BEGIN
  IF told IS NULL OR told = '' THEN RETURN clock_timestamp(); END IF;
  IF (SELECT pg_get_userbyid(relowner) = session_user FROM pg_class WHERE oid = 'public.event'::regclass) THEN
    RETURN told::timestamptz;
  END IF;
  RETURN clock_timestamp();
END $$;

-- Seals an event: next sequence number, time, hash over the previous hash. It alone writes the clock,
-- with the owner's rights, so that the application can neither forge nor change what was logged.
CREATE FUNCTION seal_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  c public.project_clock;
  payload jsonb := coalesce(NEW.body -> 'payload', '{}');
  bump int := coalesce((NEW.body ->> 'bumpsRules')::boolean, false)::int;
BEGIN
  SELECT * INTO STRICT c FROM public.project_clock WHERE project_id = NEW.project_id FOR NO KEY UPDATE;
  NEW.seq := c.seq + 1;
  NEW.at := greatest(commit_time(), c.last_at);
  NEW.type := NEW.body ->> 'type';
  NEW.actor_id := (NEW.body -> 'actor' ->> 'id')::uuid;
  NEW.subject_id := (NEW.body -> 'subject' ->> 'id')::uuid;
  NEW.session_id := (NEW.body ->> 'sessionId')::uuid;
  NEW.body := (NEW.body - 'payload') || jsonb_build_object('digest', encode(sha256(convert_to(payload::text, 'UTF8')), 'hex'));
  NEW.sealed := NEW.project_id || '|' || NEW.seq || '|' || (extract(epoch FROM NEW.at) * 1000000)::bigint || '|' || NEW.body::text;
  NEW.hash := sha256(c.last_hash || convert_to(NEW.sealed, 'UTF8'));
  INSERT INTO public.event_payload (project_id, seq, payload) VALUES (NEW.project_id, NEW.seq, payload);
  UPDATE public.project_clock SET seq = NEW.seq, last_at = NEW.at, last_hash = NEW.hash, rules_epoch = rules_epoch + bump
    WHERE project_id = NEW.project_id;
  RETURN NEW;
END $$;
CREATE TRIGGER event_seal BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION seal_event();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'LG002', MESSAGE = 'append-only: ' || TG_TABLE_NAME || ' takes no ' || TG_OP;
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER session_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON session_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Short numbers (LG-42) are given by the database, in the commit that creates the handoff.
CREATE FUNCTION number_handoff() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE public.project_clock SET next_number = next_number + 1 WHERE project_id = NEW.project_id
    RETURNING next_number - 1 INTO STRICT NEW.number;
  RETURN NEW;
END $$;
CREATE TRIGGER handoff_number BEFORE INSERT ON handoff FOR EACH ROW EXECUTE FUNCTION number_handoff();

-- Ticks and approvals bind to this hash; only the database computes it.
CREATE FUNCTION hash_handoff() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  NEW.content_hash := encode(sha256(convert_to(NEW.package::text || '|' || coalesce(NEW.branch, ''), 'UTF8')), 'hex');
  RETURN NEW;
END $$;
CREATE TRIGGER handoff_hash BEFORE INSERT OR UPDATE OF package, branch, content_hash ON handoff FOR EACH ROW EXECUTE FUNCTION hash_handoff();

-- The application's role: reads everything, appends events by their body alone, never deletes history.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON FUNCTION seal_event(), number_handoff() FROM PUBLIC;
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'llmgenie_app') THEN
    GRANT USAGE ON SCHEMA public TO llmgenie_app;
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO llmgenie_app;
    GRANT INSERT (project_id, body) ON event TO llmgenie_app;
    GRANT UPDATE (rules_epoch) ON project_clock TO llmgenie_app;
    GRANT INSERT ON actor, actor_role, agent_token, handoff, transfer, comment, checklist, checklist_item, evidence, blob,
      session, session_entry, context_entry, override, idempotency, policy_decision, timer, plan, plan_phase, plan_item,
      sign_in_failure TO llmgenie_app;
    GRANT UPDATE ON "user", actor, agent_token, handoff, stage, checklist_item, session, context_entry, override,
      policy_decision, timer, plan, plan_phase, plan_item, sign_in_failure TO llmgenie_app;
    GRANT DELETE ON timer, idempotency, sign_in_failure, actor_role, plan_phase, plan_item TO llmgenie_app;
  END IF;
END $$;
