-- Coverage counts by type and time from the index alone; the audit log is narrowed by type and by actor.
CREATE INDEX "event_project_id_type_at_actor_id_idx" ON "event"("project_id", "type", "at", "actor_id");
CREATE INDEX "event_project_id_actor_id_seq_idx" ON "event"("project_id", "actor_id", "seq");
