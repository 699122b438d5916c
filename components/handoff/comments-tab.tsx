'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { ActorMark } from '@/components/ui/actor-mark';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tag } from '@/components/ui/tag';
import { Markdown } from './markdown';
import { MentionField } from './mention-field';
import { mayDo } from './moves.rules';
import { usePanel } from './panel-context';
import { RefusalNote } from './refusal-note';
import { useAction } from './use-action';
import { useDraft } from './use-draft';
import { useReadMentions } from './use-read-mentions';
import { useWanted } from './use-wanted';

const LONGEST = 16_000;

/** What was said about it, the oldest first, and the place to say more. */
export function CommentsTab() {
  const t = useTranslations('handoff.comments');
  const { detail, actions, available, offset } = usePanel();
  const toReader = useReadMentions();
  return (
    <div className="flex flex-col gap-3.5 py-3">
      {detail.comments.length === 0 ? <p className="text-ink-3">{t('empty')}</p> : null}
      <ul className="flex flex-col gap-3.5" aria-label={t('label')}>
        {detail.comments.map((comment) => (
          <li key={comment.id} className="flex gap-2.5" data-comment={comment.id}>
            <ActorMark
              id={comment.author.id}
              kind={comment.author.kind}
              name={comment.author.name}
              owner={comment.author.owner}
              size={28}
              label=""
            />
            <div className="min-w-0 flex-1">
              <p className="flex items-baseline gap-2">
                <span className={`font-medium ${comment.author.kind === 'agent' ? 'mono' : ''}`}>
                  {comment.author.name}
                </span>
                <RelativeTime
                  iso={comment.at}
                  offset={offset}
                  format="ago"
                  className="text-ink-3 text-micro"
                />
                {toReader.has(comment.id) ? <Tag tone="wait">{t('toYou')}</Tag> : null}
              </p>
              <Markdown text={comment.body} />
            </div>
          </li>
        ))}
      </ul>
      {available !== null && !mayDo(actions, 'handoff.comment', available.permission) ? (
        <p className="text-ink-3 text-meta">{t('readOnly')}</p>
      ) : (
        <CommentForm />
      )}
    </div>
  );
}

function CommentForm() {
  const t = useTranslations('handoff.comments');
  const { detail } = usePanel();
  const [body, setBody, clear] = useDraft('comment', () => '');
  const action = useAction();
  const form = useRef<HTMLFormElement>(null);
  useWanted('comment', () => form.current?.querySelector('textarea')?.focus());
  const finish = <Done,>(done: Done) => {
    if (done !== null) clear();
    return done;
  };
  const send = () => {
    if (body.trim() === '' || action.pending) return;
    void action.run('handoff.comment', { handoff: detail.card.handoff, body: body.trim() }).then(finish);
  };
  return (
    <form
      ref={form}
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <MentionField
        aria-label={t('field')}
        placeholder={t('placeholder')}
        rows={3}
        maxLength={LONGEST}
        value={body}
        onText={setBody}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            send();
          }
        }}
      />
      <RefusalNote action={{ ...action, again: () => action.again().then(finish) }} />
      <div className="flex items-center justify-end gap-2">
        <Button
          type="submit"
          loading={action.pending}
          disabled={body.trim() === ''}
          data-action="handoff.comment"
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          {t('send')}
          <Kbd keys={['mod', 'enter']} />
        </Button>
      </div>
    </form>
  );
}
