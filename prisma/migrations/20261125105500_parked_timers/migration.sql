-- A deadline whose handler fails again and again is parked with what was wrong, and does not hold up the others.

-- AlterTable
ALTER TABLE "timer" ADD COLUMN "trouble" TEXT,
ADD COLUMN "trouble_at" TIMESTAMPTZ(6);
