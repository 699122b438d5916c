-- What was given and what asks is found by index, oldest first.
CREATE INDEX "handoff_project_id_giver_id_state_moved_at_idx" ON "handoff"("project_id", "giver_id", "state", "moved_at");
CREATE INDEX "handoff_project_id_state_moved_at_idx" ON "handoff"("project_id", "state", "moved_at");
