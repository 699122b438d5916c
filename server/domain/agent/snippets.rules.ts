/*
 * How each client is told where the agents' door is. The end-to-end tests start the real clients from these very texts.
 * Pure, so that the page, the tests and the documentation share it.
 */

export const CLIENTS = [
  'claude',
  'cursor',
  'vscode',
  'codex',
  'gemini',
  'stdio',
  'mcporter',
  'curl',
] as const;
export type SnippetClient = (typeof CLIENTS)[number];

/** One thing to paste: into a file, or, where there is no file, into a shell. */
export interface Snippet {
  readonly file: string | null;
  readonly text: string;
}

export interface SnippetPlace {
  /** Where people reach this instance, without a path: https://genie.example */
  readonly origin: string;
  /** Shown once; null ever after, and then a placeholder stands for it. */
  readonly token: string | null;
}

export const TOKEN_PLACEHOLDER = 'lg_YOUR_TOKEN';
/** Name of the server in every client, and so the prefix of its tools there. */
const NAME = 'llmgenie';
const VARIABLE = 'LLMGENIE_TOKEN';

const json = (value: unknown) => JSON.stringify(value, null, 2);
const servers = (entry: unknown) => json({ mcpServers: { [NAME]: entry } });

export const endpointOf = (origin: string): string => new URL('/api/mcp', origin).href;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** mcp-remote takes plain http for this machine alone unless it is told otherwise. */
function wantsAllowHttp(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !LOOPBACK.has(hostname);
}

/** What to paste for a client, in this order. */
export function snippetsOf(client: SnippetClient, { origin, token }: SnippetPlace): readonly Snippet[] {
  const url = endpointOf(origin);
  const secret = token ?? TOKEN_PLACEHOLDER;
  const headers = { Authorization: `Bearer ${secret}` };
  switch (client) {
    case 'claude':
      return [
        {
          file: null,
          // The header stands last: it takes everything that follows it.
          text: `claude mcp add --transport http ${NAME} ${url} --header "Authorization: Bearer ${secret}"`,
        },
        { file: '.mcp.json', text: servers({ type: 'http', url, headers }) },
      ];
    case 'cursor':
      return [{ file: '.cursor/mcp.json', text: servers({ url, headers }) }];
    case 'vscode':
      return [
        {
          file: '.vscode/mcp.json',
          text: json({
            inputs: [{ id: NAME, type: 'promptString', description: `${NAME} token`, password: true }],
            servers: {
              [NAME]: { type: 'http', url, headers: { Authorization: `Bearer \${input:${NAME}}` } },
            },
          }),
        },
      ];
    case 'codex':
      return [
        {
          file: '~/.codex/config.toml',
          text: `[mcp_servers.${NAME}]\nurl = "${url}"\nbearer_token_env_var = "${VARIABLE}"`,
        },
        { file: null, text: `export ${VARIABLE}=${secret}` },
      ];
    case 'gemini':
      return [{ file: '.gemini/settings.json', text: servers({ httpUrl: url, headers }) }];
    case 'stdio':
      return [
        {
          file: 'mcp.json',
          text: servers({
            command: 'npx',
            // Without a space in it: some clients split an argument there.
            args: [
              '-y',
              'mcp-remote',
              url,
              ...(wantsAllowHttp(url) ? ['--allow-http'] : []),
              '--header',
              `Authorization:\${AUTH}`,
            ],
            env: { AUTH: headers.Authorization },
          }),
        },
      ];
    case 'mcporter':
      return [
        { file: 'config/mcporter.json', text: servers({ baseUrl: url, headers }) },
        { file: null, text: `npx mcporter list ${NAME} --schema` },
      ];
    case 'curl':
      return [
        {
          file: null,
          text: [
            `curl -s ${url} \\`,
            `  -H "Authorization: Bearer ${secret}" \\`,
            "  -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\",
            `  -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'`,
          ].join('\n'),
        },
      ];
  }
}
