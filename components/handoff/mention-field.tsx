'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ComponentProps, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { ActorMark } from '@/components/ui/actor-mark';
import { TextArea } from '@/components/ui/field';
import { namesFor, type Typed, typedAt, withName } from './mention-field.rules';
import { usePanelClient } from './panel-client';
import { usePanel } from './panel-context';

interface MentionFieldProps extends Omit<ComponentProps<'textarea'>, 'value' | 'onChange'> {
  value: string;
  onText: (text: string) => void;
}

/** A text in which @ offers the names of members and agents: arrows choose, Enter or Tab takes, Escape leaves it. */
export function MentionField({ value, onText, onKeyDown, ...rest }: MentionFieldProps) {
  const t = useTranslations('handoff.mention');
  const client = usePanelClient();
  const { project, available } = usePanel();
  const list = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState<Typed | null>(null);
  const [at, setAt] = useState(0);
  const [caret, setCaret] = useState<number | null>(null);
  const people = useQuery({
    queryKey: ['people', project],
    queryFn: () => client.people(),
    enabled: typed !== null,
  });
  const others = (people.data ?? []).filter(
    ({ id, kind }) => kind !== 'system' && id !== available?.actor.id,
  );
  const names =
    typed === null
      ? []
      : namesFor(
          typed.query,
          others.map(({ name }) => name),
        );
  const chosen = names[Math.min(at, names.length - 1)];

  // React puts the caret at the end of a text that it was given; the name may stand in its middle.
  useEffect(() => {
    if (caret === null) return;
    field.current?.setSelectionRange(caret, caret);
    setCaret(null);
  }, [caret]);

  const look = (element: HTMLTextAreaElement) => {
    setAt(0);
    setTyped(
      element.selectionStart === element.selectionEnd ? typedAt(element.value, element.selectionStart) : null,
    );
  };
  const take = (name: string) => {
    if (typed === null) return;
    const done = withName(value, typed, name);
    onText(done.text);
    setCaret(done.caret);
    setTyped(null);
    field.current?.focus();
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (chosen !== undefined && bare && !event.nativeEvent.isComposing) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const takes = event.key === 'Enter' || event.key === 'Tab';
      if (step !== undefined)
        setAt((now) => (Math.min(now, names.length - 1) + step + names.length) % names.length);
      else if (takes) take(chosen);
      else if (event.key === 'Escape') setTyped(null);
      if (step !== undefined || takes || event.key === 'Escape') {
        event.preventDefault();
        return event.stopPropagation();
      }
    }
    onKeyDown?.(event);
  };

  return (
    <div className="relative">
      <TextArea
        {...rest}
        ref={field}
        value={value}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={chosen === undefined ? undefined : list}
        aria-activedescendant={chosen === undefined ? undefined : `${list}-${names.indexOf(chosen)}`}
        onChange={(event) => {
          onText(event.target.value);
          look(event.target);
        }}
        onSelect={(event) => {
          if (typed !== null) look(event.currentTarget);
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={onKey}
      />
      {chosen === undefined ? null : (
        <div id={list} className="floating menu mention-list" role="listbox" aria-label={t('names')}>
          {names.map((name, index) => {
            const who = others.find((each) => each.name === name);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys, see onKey
              <div
                key={name}
                id={`${list}-${index}`}
                className="menu-item"
                role="option"
                aria-selected={name === chosen}
                data-highlighted={name === chosen ? '' : undefined}
                tabIndex={-1}
                // Before the field loses the focus, which would close the list.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(name)}
              >
                {who === undefined ? null : (
                  <ActorMark size={22} id={who.id} kind={who.kind} name={who.name} label="" />
                )}
                <span className={`min-w-0 flex-1 truncate ${who?.kind === 'agent' ? 'mono' : ''}`}>
                  {name}
                </span>
              </div>
            );
          })}
        </div>
      )}
      <span className="sr-only" role="status">
        {chosen === undefined ? '' : t('offered', { count: names.length, name: chosen })}
      </span>
    </div>
  );
}
