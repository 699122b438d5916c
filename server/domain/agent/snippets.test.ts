import { describe, expect, it } from 'vitest';
import { CLIENTS, type SnippetClient, snippetsOf, TOKEN_PLACEHOLDER } from './snippets.rules';

const origin = 'http://127.0.0.1:3000';
const url = `${origin}/api/mcp`;
const token = 'lg_0123456789abcdef0123456789abcdef_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP0';
const textOf = (client: SnippetClient, secret: string | null = token, at = origin) =>
  snippetsOf(client, { origin: at, token: secret }).map(({ text }) => text);
const fileOf = (client: SnippetClient, at = origin) => {
  const [found] = snippetsOf(client, { origin: at, token }).filter(({ file }) => file?.endsWith('json'));
  return JSON.parse(found?.text ?? 'null');
};

describe('what is pasted into a client', () => {
  it.each(CLIENTS)('names the door and never a token that was not given: %s', (client) => {
    const texts = textOf(client, null).join('\n');
    if (client !== 'mcporter') expect(texts).toContain('/api/mcp');
    expect(texts).not.toMatch(/lg_[0-9a-f]{32}/);
    expect(texts.includes(TOKEN_PLACEHOLDER)).toBe(client !== 'vscode');
    // Visual Studio Code asks for it, so that it stands in no file at all.
    expect(textOf(client).join('\n').includes(token)).toBe(client !== 'vscode');
  });

  it('has the keys that each client reads', () => {
    const headers = { Authorization: `Bearer ${token}` };
    expect(fileOf('claude')).toEqual({ mcpServers: { llmgenie: { type: 'http', url, headers } } });
    expect(fileOf('cursor')).toEqual({ mcpServers: { llmgenie: { url, headers } } });
    expect(fileOf('gemini')).toEqual({ mcpServers: { llmgenie: { httpUrl: url, headers } } });
    expect(fileOf('mcporter')).toEqual({ mcpServers: { llmgenie: { baseUrl: url, headers } } });
    expect(fileOf('vscode')).toEqual({
      inputs: [{ id: 'llmgenie', type: 'promptString', description: 'llmgenie token', password: true }],
      servers: {
        llmgenie: { type: 'http', url, headers: { Authorization: `Bearer \${input:llmgenie}` } },
      },
    });
    expect(textOf('claude')[0]).toBe(
      `claude mcp add --transport http llmgenie ${url} --header "Authorization: Bearer ${token}"`,
    );
    expect(textOf('codex')).toEqual([
      `[mcp_servers.llmgenie]\nurl = "${url}"\nbearer_token_env_var = "LLMGENIE_TOKEN"`,
      `export LLMGENIE_TOKEN=${token}`,
    ]);
  });

  it('lets mcp-remote use plain http beyond this machine only where the address says so', () => {
    const args = (at: string) => fileOf('stdio', at).mcpServers.llmgenie.args;
    expect(args(origin)).toEqual(['-y', 'mcp-remote', url, '--header', `Authorization:\${AUTH}`]);
    expect(args('http://genie.lan:3000')).toContain('--allow-http');
    expect(args('https://genie.example')).not.toContain('--allow-http');
    expect(fileOf('stdio').mcpServers.llmgenie.env).toEqual({ AUTH: `Bearer ${token}` });
  });
});
