-- Of one handoff, and the latest: both read every session of the project otherwise.

-- CreateIndex
CREATE INDEX "session_project_id_handoff_id_idx" ON "session"("project_id", "handoff_id");

-- CreateIndex
CREATE INDEX "session_project_id_started_at_idx" ON "session"("project_id", "started_at");
