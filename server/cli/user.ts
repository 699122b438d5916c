import { parseArgs } from 'node:util';
import { linkAddress } from '../auth/link-secret';
import { LinkResult } from '../domain/user/user.schema';
import { createMailer } from '../mail/mailer';
import { log } from '../observe/log';
import type { Command } from './command';
import { asCommandLine, withRuntime } from './with-runtime';

const USAGE = 'user create --email E [--name NAME] [--instance-admin]';

export const command: Command = {
  usage: USAGE,
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        email: { type: 'string' },
        name: { type: 'string' },
        'instance-admin': { type: 'boolean', default: false },
      },
    });
    if (positionals.join() !== 'create' || values.email === undefined)
      throw new Error(`usage: llmgenie ${USAGE}`);
    const { email, name } = values;
    await withRuntime(context, async (runtime) => {
      const { env } = runtime;
      const host = env.host.includes(':') ? `[${env.host}]` : env.host;
      const origin = env.publicUrl ?? `http://${host}:${env.port}`;
      const trouble = (error: unknown) => log().error('a letter was not sent', { error });
      const mail = env.mail && createMailer(env.mail, () => origin, trouble);
      const made = LinkResult.parse(
        await asCommandLine({ ...runtime, mail }, 'instance', 'user.create', {
          email,
          ...(name === undefined ? {} : { name }),
          admin: values['instance-admin'],
        }),
      );
      await mail?.close();
      if (made.secret === null) throw new Error('the link was not answered');
      context.print(linkAddress(origin, made.secret));
    });
  },
};
