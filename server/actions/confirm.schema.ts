import { z } from 'zod';

/**
 * `confirm` of every destructive action: the label of exactly what goes, as a refusal names it (a plan's key, a context
 * entry's key). The pipeline compares it; see decide.ts. It stands in the call itself, so it holds for this one thing only.
 */
export const Confirm = z
  .string()
  .max(300)
  .optional()
  .describe('Name of exactly what goes, given by a person who was asked; agents cannot confirm');
