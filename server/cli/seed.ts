import { seedSample } from '../../prisma/seed/sample';
import type { Command } from './command';

/** Answers whether it was made; false where it stands already. */
const SCENARIOS: Record<string, (ownerUrl: string) => Promise<boolean>> = { sample: seedSample };
const USAGE = `seed ${Object.keys(SCENARIOS).join('|')}`;

export const command: Command = {
  usage: USAGE,
  async run([name = '', ...rest], context) {
    const make = Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name] : undefined;
    if (!make || rest.length > 0) throw new Error(`usage: llmgenie ${USAGE}`);
    const { ownerUrl } = await context.boot();
    context.print((await make(ownerUrl)) ? `made ${name}` : `${name} was not made: there are people already`);
  },
};
