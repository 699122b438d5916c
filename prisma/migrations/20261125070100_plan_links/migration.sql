-- Plan items and the handoffs that do them. What a page or a tick needs of a plan stands in rows: nobody reads the
-- source for it. `revision` is the version at the last import: the place of every mark holds until the next one.
ALTER TYPE "transfer_kind" ADD VALUE 'reopen';

-- AlterTable
ALTER TABLE "handoff" DROP COLUMN "plan_item",
ADD COLUMN     "link_version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "plan" ADD COLUMN     "about" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "plan_item" ADD COLUMN     "leaf" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "open_links" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "section_title" TEXT;

-- CreateTable
CREATE TABLE "plan_link" (
    "project_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "item_key" TEXT NOT NULL,
    "handoff_id" UUID NOT NULL,

    CONSTRAINT "plan_link_pkey" PRIMARY KEY ("project_id","plan_id","item_key","handoff_id")
);

-- CreateIndex
CREATE INDEX "plan_link_project_id_handoff_id_idx" ON "plan_link"("project_id", "handoff_id");

-- AddForeignKey
ALTER TABLE "plan_link" ADD CONSTRAINT "plan_link_project_id_plan_id_item_key_fkey" FOREIGN KEY ("project_id", "plan_id", "item_key") REFERENCES "plan_item"("project_id", "plan_id", "key") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "plan_link" ADD CONSTRAINT "plan_link_project_id_handoff_id_fkey" FOREIGN KEY ("project_id", "handoff_id") REFERENCES "handoff"("project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- How many linked handoffs are not done, and how often the links of a handoff changed: a commit expects what it was
-- judged by, so that neither a link nor a completion is missed by the other.
ALTER TABLE plan_item ADD CONSTRAINT plan_item_open_links CHECK (open_links >= 0);

-- A box without boxes below it is work of its own; the others are headings of theirs.
UPDATE plan_item i SET leaf = false WHERE EXISTS (SELECT FROM plan_item c
  WHERE c.project_id = i.project_id AND c.plan_id = i.plan_id AND c.parent_key = i.key);
-- A tick rewrites the source: kept as it is, it costs no packing and unpacking.
ALTER TABLE plan ALTER COLUMN source SET STORAGE EXTERNAL;

REVOKE ALL ON plan_link FROM PUBLIC;
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'llmgenie_app') THEN
    GRANT SELECT, INSERT, DELETE ON plan_link TO llmgenie_app;
    GRANT DELETE ON plan TO llmgenie_app;
  END IF;
END $$;
