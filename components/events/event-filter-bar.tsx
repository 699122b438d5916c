'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useTRPC } from '@/components/trpc/provider';
import { Button } from '@/components/ui/button';
import { Input, Select } from '@/components/ui/field';
import type { EventRow } from '@/server/domain/event/event-log.schema';
import { addressOf, type EventFilter, NO_FILTER } from './event-filter.rules';

export interface EventFilterBarProps {
  project: string;
  filter: EventFilter;
  /** Of which the types are suggested. */
  seen: readonly Pick<EventRow, 'type'>[];
  onChange: (filter: EventFilter) => void;
}

/** By type, actor, handoff and time: what the log has an index for. */
export function EventFilterBar({ project, filter, seen, onChange }: EventFilterBarProps) {
  const t = useTranslations('events.filter');
  const trpc = useTRPC();
  const list = useId();
  const [handoff, setHandoff] = useState(filter.handoff);
  const [type, setType] = useState(filter.type);
  const members = useQuery(trpc.project.members.queryOptions({ project, arguments: {} }));
  const types = [...new Set(seen.map((event) => event.type))].sort();
  const set = (change: Partial<EventFilter>) => onChange({ ...filter, ...change });
  const actors = (members.data?.members ?? []).map(({ actor }) => ({ value: actor.id, label: actor.name }));
  const known = actors.some(({ value }) => value === filter.actor);
  const commit = () => {
    if (handoff !== filter.handoff || type !== filter.type) set({ handoff, type });
  };
  return (
    <form
      className="grid grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap"
      aria-label={t('label')}
      onSubmit={(event) => {
        event.preventDefault();
        commit();
      }}
    >
      <Input
        aria-label={t('type')}
        placeholder={t('type')}
        className="sm:w-44"
        list={list}
        name="type"
        value={type}
        onChange={(event) => {
          setType(event.target.value);
          if (types.includes(event.target.value)) set({ type: event.target.value, handoff });
        }}
        onBlur={commit}
      />
      <datalist id={list}>
        {types.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <Select
        aria-label={t('actor')}
        className="sm:w-40"
        name="actor"
        value={filter.actor}
        options={[
          { value: '', label: t('anybody') },
          ...actors,
          ...(filter.actor === '' || known ? [] : [{ value: filter.actor, label: filter.actor.slice(0, 8) }]),
        ]}
        onChange={(actor) => set({ actor })}
      />
      <Input
        aria-label={t('handoff')}
        placeholder={t('handoff')}
        className="mono sm:w-28"
        name="handoff"
        value={handoff}
        onChange={(event) => setHandoff(event.target.value.toUpperCase())}
        onBlur={commit}
      />
      <Select
        aria-label={t('days')}
        className="sm:w-36"
        name="days"
        value={filter.days}
        options={[
          { value: '', label: t('always') },
          ...['1', '7', '30'].map((days) => ({ value: days, label: t('last', { days: Number(days) }) })),
        ]}
        onChange={(days) => set({ days })}
      />
      {addressOf(filter) === '' ? null : (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => {
            setHandoff('');
            setType('');
            onChange(NO_FILTER);
          }}
        >
          {t('clear')}
        </Button>
      )}
    </form>
  );
}
