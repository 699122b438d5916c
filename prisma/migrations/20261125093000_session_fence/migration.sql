-- A recovery raises the fence of the session itself: a late write of the crashed process is refused whatever it writes.
ALTER TABLE "session" ADD COLUMN "fence" INTEGER NOT NULL DEFAULT 1;

ALTER TABLE session ADD CONSTRAINT session_fence_positive CHECK (fence > 0);
