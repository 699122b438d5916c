'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/field';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { CLIENTS, type Snippet, type SnippetClient, snippetsOf } from '@/server/domain/agent/snippets.rules';

/** How long the button says that it copied, in ms. */
const SAID_MS = 2_000;

export function CopyButton({ text, label, what }: { text: string; label: string; what: string }) {
  const t = useTranslations('agent.connect');
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('copied'),
      // Without leave, or over plain http: the text is there to be marked by hand.
      () => setSaid('failed'),
    );
  return (
    <Button size="sm" onClick={() => void copy()} data-copy={what} aria-label={`${label}: ${what}`}>
      {said === 'copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      <span aria-live="polite">{said === null ? t('copy') : t(said)}</span>
    </Button>
  );
}

/** What to paste, for the client that is chosen. */
export function SnippetView({ origin, token }: { origin: string; token: string | null }) {
  const t = useTranslations('agent.connect');
  const [client, setClient] = useState<SnippetClient>('claude');
  return (
    <div className="flex flex-col gap-2.5">
      <Select
        aria-label={t('client')}
        value={client}
        options={CLIENTS.map((value) => ({ value, label: t(`clients.${value}`) }))}
        onChange={setClient}
        name="client"
      />
      <p className="text-ink-3 text-meta">{t(`how.${client}`)}</p>
      {snippetsOf(client, { origin, token }).map((snippet) => (
        <SnippetBlock key={`${client} ${snippet.file}`} snippet={snippet} token={token} />
      ))}
    </div>
  );
}

function SnippetBlock({ snippet: { file, text }, token }: { snippet: Snippet; token: string | null }) {
  const t = useTranslations('agent.connect');
  const name = file ?? t('shell');
  const [before = text, ...after] = token === null ? [text] : text.split(token);
  return (
    <div>
      <div className="mb-1.5 flex items-center gap-2">
        <span className="mono text-ink-2">{name}</span>
        <span className="flex-1" />
        <CopyButton text={text} label={t('copy')} what={name} />
      </div>
      <ScrollRegion label={name} className="agent-code" data-snippet={file ?? 'shell'}>
        {before}
        {after.map((rest, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text that never change places
          <span key={at}>
            <b>{token}</b>
            {rest}
          </span>
        ))}
      </ScrollRegion>
    </div>
  );
}
