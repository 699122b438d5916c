-- What the board and the search ask is found by index, however many handoffs and hand-overs there are.
CREATE INDEX "handoff_project_id_refused_at_idx" ON "handoff"("project_id", "refused_at");
CREATE INDEX "handoff_project_id_state_assignee_id_idx" ON "handoff"("project_id", "state", "assignee_id");
CREATE INDEX "handoff_project_id_moved_at_idx" ON "handoff"("project_id", "moved_at");
CREATE INDEX "transfer_project_id_kind_at_idx" ON "transfer"("project_id", "kind", "at");
