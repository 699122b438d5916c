import type { Runtime } from './boot';

export interface CommandContext {
  /** Database up and migrated: shares a running server's, else starts it for the time of the command. */
  boot(): Promise<Runtime>;
  /** The database as it is: nothing is migrated or made. `alone`: refuses beside a running server. */
  open(how: { alone: boolean }): Promise<Runtime>;
  /** Absolute path of a file argument, seen from the folder the command was typed in. */
  resolvePath(file: string): string;
  /** One line of the result; progress belongs on stderr. */
  print(line: string): void;
}

export interface Command {
  /** one line a form, as in the documentation */
  usage: string;
  /** Works or throws an error whose message is the one line to print. */
  run(args: string[], context: CommandContext): Promise<void>;
}
