-- Titles are found by any part of them. The extension comes with PostgreSQL and is trusted.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Titles alone: with the project before them the planner expects to walk all entries of the project, and reads the
-- table instead. Without fastupdate: a long list of entries yet to be sorted in has the same effect.
CREATE INDEX "handoff_title_idx" ON "handoff" USING GIN ("title" gin_trgm_ops) WITH (fastupdate = off);
