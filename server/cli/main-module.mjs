import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** True when that module is the program node was started with, and not imported by another. */
export function isMain(moduleUrl) {
  const program = process.argv[1];
  return program !== undefined && realpathSync(program) === realpathSync(fileURLToPath(moduleUrl));
}
