-- The check of a link's item looks it up by (project, plan, key). The primary key began with the same two columns, and
-- while the planner knew little of the table it took that one: each item replaced by an import read the whole plan.
ALTER TABLE "plan_link" DROP CONSTRAINT "plan_link_project_id_plan_id_item_key_fkey";
ALTER TABLE "plan_item" DROP CONSTRAINT "plan_item_pkey";
DROP INDEX "plan_item_project_id_plan_id_key_key";
ALTER TABLE "plan_item" ADD CONSTRAINT "plan_item_pkey" PRIMARY KEY ("project_id", "plan_id", "key");
CREATE UNIQUE INDEX "plan_item_plan_id_ordinal_key" ON "plan_item"("plan_id", "ordinal");
ALTER TABLE "plan_link" ADD CONSTRAINT "plan_link_project_id_plan_id_item_key_fkey" FOREIGN KEY ("project_id", "plan_id", "item_key") REFERENCES "plan_item"("project_id", "plan_id", "key") ON DELETE NO ACTION ON UPDATE NO ACTION;
