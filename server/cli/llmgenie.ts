import type { Runtime } from './boot';

export interface CommandContext {
  /** Database up and migrated: shares a running server's, else starts it for the time of the command. */
  boot(): Promise<Runtime>;
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

/** Loaded when called: `token create` does not wait for the plan parser to load. */
const COMMANDS: Record<string, () => Promise<Command>> = {};

async function usage(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return [
    'usage:',
    ...commands.map((command) => `  llmgenie ${command.usage.replaceAll('\n', '\n  llmgenie ')}`),
  ].join('\n');
}

/** The `llmgenie` command. Answers the exit code: 0, or 1 after one clear line on stderr. */
export async function run(args: string[], context: CommandContext): Promise<number> {
  const [name = 'help', ...rest] = args;
  const load = COMMANDS[name];
  if (!load) {
    if (name === 'help' || name === '--help') {
      context.print(await usage());
      return 0;
    }
    process.stderr.write(`llmgenie: unknown command ${name}\n${await usage()}\n`);
    return 1;
  }
  const command = await load();
  await command.run(rest, context);
  return 0;
}
