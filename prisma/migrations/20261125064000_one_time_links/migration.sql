-- Invitations, one-time links, and the accounts elsewhere that people sign in with.

-- AlterTable
ALTER TABLE "user" ADD COLUMN "language" TEXT;

-- CreateTable
CREATE TABLE "invitation" (
    "project_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "permission" "permission" NOT NULL,
    "roles" TEXT[],
    "inviter_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "accepted_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "one_time_link" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "user_id" UUID,
    "project_id" UUID,
    "invitation_id" UUID,
    "made_by" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "linked_account" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "linked_account_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invitation_project_id_created_at_idx" ON "invitation"("project_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_link_secret_hash_key" ON "one_time_link"("secret_hash");

-- CreateIndex
CREATE INDEX "one_time_link_user_id_idx" ON "one_time_link"("user_id");

-- CreateIndex
CREATE INDEX "one_time_link_project_id_invitation_id_idx" ON "one_time_link"("project_id", "invitation_id");

-- CreateIndex
CREATE INDEX "linked_account_user_id_idx" ON "linked_account"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "linked_account_provider_subject_key" ON "linked_account"("provider", "subject");

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_project_id_inviter_id_fkey" FOREIGN KEY ("project_id", "inviter_id") REFERENCES "actor"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_project_id_invitation_id_fkey" FOREIGN KEY ("project_id", "invitation_id") REFERENCES "invitation"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "linked_account" ADD CONSTRAINT "linked_account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- What Prisma's schema cannot say.
ALTER TABLE "user" ADD CONSTRAINT user_language CHECK (language IN ('en', 'ru'));
ALTER TABLE invitation ADD CONSTRAINT invitation_email_lower CHECK (email = lower(email)),
  ADD CONSTRAINT invitation_ends_once CHECK (accepted_at IS NULL OR revoked_at IS NULL);
ALTER TABLE one_time_link ADD CONSTRAINT one_time_link_hash_size CHECK (octet_length(secret_hash) = 32),
  ADD CONSTRAINT one_time_link_ends_once CHECK (used_at IS NULL OR revoked_at IS NULL),
  ADD CONSTRAINT one_time_link_purpose CHECK (CASE purpose
    WHEN 'set-up' THEN invitation_id IS NULL AND project_id IS NULL
    WHEN 'reset' THEN user_id IS NOT NULL AND invitation_id IS NULL AND project_id IS NULL
    WHEN 'invite' THEN invitation_id IS NOT NULL AND project_id IS NOT NULL AND user_id IS NULL
    ELSE false END);
-- One open invitation an address, however many ask at once.
CREATE UNIQUE INDEX invitation_one_open ON invitation (project_id, (CASE WHEN accepted_at IS NULL AND revoked_at IS NULL THEN email END));

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'llmgenie_app') THEN
    GRANT SELECT, INSERT ON invitation, one_time_link, linked_account TO llmgenie_app;
    GRANT UPDATE (accepted_at, revoked_at) ON invitation TO llmgenie_app;
    GRANT UPDATE (used_at, revoked_at) ON one_time_link TO llmgenie_app;
    GRANT DELETE ON linked_account TO llmgenie_app;
    GRANT UPDATE (language) ON "user" TO llmgenie_app;
  END IF;
END $$;
