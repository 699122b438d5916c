'use client';

import { useContext, useEffect, useRef, useState } from 'react';
import { v7 } from 'uuid';
import { usePanelClient } from './panel-client';
import { RefreshContext, usePanel } from './panel-context';

const NONE: readonly string[] = [];

/**
 * Tells the server once that the comments that name the reader were shown, and answers which those are; they keep their
 * mark while the panel is open. Another tab may have told it first: that is as good.
 */
export function useReadMentions(): ReadonlySet<string> {
  const client = usePanelClient();
  const refresh = useContext(RefreshContext);
  const { handoff, detail } = usePanel();
  const unread = detail.unread ?? NONE;
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const told = useRef('');
  const news = unread.toSorted().join(' ');
  useEffect(() => {
    if (news === '' || told.current === news) return;
    told.current = news;
    setMarked((before) => new Set([...before, ...news.split(' ')]));
    client.run({ action: 'inbox.read', input: { handoff }, idempotencyKey: v7() }).then(
      () => void refresh(),
      // Refused where it is read already, unanswered where there is no connection: it then stays in the inbox.
      () => undefined,
    );
  }, [news, handoff, client, refresh]);
  return marked;
}
