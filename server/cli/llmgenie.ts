import type { Command, CommandContext } from './command';

/** Loaded when called: `token create` does not wait for the plan parser to load. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  token: () => import('./token').then(({ command }) => command),
  backup: () => import('./backup').then(({ command }) => command),
  plan: () => import('./plan').then(({ command }) => command),
  restore: () => import('./restore').then(({ command }) => command),
  seed: () => import('./seed').then(({ command }) => command),
  user: () => import('./user').then(({ command }) => command),
  verify: () => import('./verify').then(({ command }) => command),
};

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
