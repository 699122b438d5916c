'use client';

import { useQuery } from '@tanstack/react-query';
import { Command as Cmdk } from 'cmdk';
import { Lock, Search, SquareKanban } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { useFrame } from '../frame/frame-context';
import { useTRPC } from '../trpc/provider';
import { Dialog } from '../ui/dialog';
import { Kbd } from '../ui/kbd';
import { Tag } from '../ui/tag';
import { useOfferedCommands } from './command-context';
import { type Command, type CommandGroup, matches } from './commands';
import { useGeneralCommands } from './use-general-commands';

const GROUPS: readonly CommandGroup[] = ['handoff', 'create', 'act', 'go', 'found'];

/** Everything that can be done from here, by name. Locked lines stay, with what locks them. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTranslations('palette');
  const common = useTranslations('common');
  const { project } = useFrame();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState('');
  const here = useOfferedCommands();
  const general = useGeneralCommands();
  const found = useFound(useDeferredValue(text));
  const handoff = useSearchParams().get('handoff');
  const taken = new Set(here.map(({ action }) => action).filter((action) => action !== undefined));
  const rest = general.filter(({ action }) => action === undefined || !taken.has(action));
  const lines = [...[...here, ...rest].filter((command) => matches(command, text)), ...found];

  // What was chosen may be gone from the list; Enter then means its first line.
  const ordered = GROUPS.flatMap((group) => lines.filter((command) => command.group === group));
  const value = (ordered.find(({ id }) => id === chosen) ?? ordered[0])?.id ?? '';

  function run(command: Command) {
    onClose();
    // After the dialog has given back the focus: what runs may take it elsewhere.
    requestAnimationFrame(() => command.run());
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title')}
      titleHidden
      closeLabel={common('close')}
      width="lg"
      className="palette"
    >
      <Cmdk label={t('title')} shouldFilter={false} loop value={value} onValueChange={setChosen}>
        <div className="flex h-13 items-center gap-2.5 border-line border-b px-4">
          <Search size={17} className="flex-none text-ink-3" aria-hidden />
          {handoff === null ? null : <Tag className="mono">{handoff}</Tag>}
          <Cmdk.Input
            value={text}
            onValueChange={(typed) => {
              setText(typed);
              setChosen('');
            }}
            placeholder={project === null ? t('placeholderHome') : t('placeholder')}
            className="min-w-0 flex-1 bg-transparent text-read outline-none placeholder:text-ink-3"
          />
          <Kbd keys="Esc" />
        </div>
        <Cmdk.List className="palette-list" label={t('title')}>
          <Cmdk.Empty className="px-4 py-6 text-center text-ink-3">{t('nothing')}</Cmdk.Empty>
          {GROUPS.map((group) => {
            const commands = ordered.filter((command) => command.group === group);
            return commands.length === 0 ? null : (
              <Cmdk.Group key={group} heading={t(`groups.${group}`)}>
                {commands.map((command) => (
                  <Line key={command.id} command={command} onRun={run} />
                ))}
              </Cmdk.Group>
            );
          })}
        </Cmdk.List>
        <div className="flex gap-4 border-line border-t px-4 py-2 text-ink-3 text-meta max-sm:hidden">
          <span className="flex items-center gap-1">
            <Kbd keys="enter" /> {t('run')}
          </span>
          <span className="flex-1" />
          <span>{t('blocked')}</span>
        </div>
      </Cmdk>
    </Dialog>
  );
}

function Line({ command, onRun }: { command: Command; onRun: (command: Command) => void }) {
  const t = useTranslations('palette');
  const { id, icon, words, mono, hint, keys, locked, action } = command;
  const Icon = locked === undefined ? icon : Lock;
  return (
    <Cmdk.Item
      value={id}
      onSelect={() => onRun(command)}
      className="palette-line"
      data-command={id}
      data-action={action}
      data-locked={locked === undefined ? undefined : ''}
    >
      <Icon size={16} className="flex-none" aria-hidden />
      {mono === undefined ? null : <span className="mono flex-none text-ink-2">{mono}</span>}
      <span className={locked === undefined ? 'min-w-0 truncate font-medium' : 'flex-none text-ink-3'}>
        {words}
      </span>
      {locked === undefined ? null : (
        <span className="min-w-0 truncate text-meta text-stop">
          <span className="sr-only">{t('locked')}</span> {locked}
        </span>
      )}
      {hint === undefined ? null : <span className="min-w-0 truncate text-ink-3 text-meta">{hint}</span>}
      {keys === undefined ? null : (
        <span className="ml-auto flex flex-none gap-1 pl-3">
          <Kbd keys={keys} />
        </span>
      )}
    </Cmdk.Item>
  );
}

/** Handoffs whose number or title holds the text. */
function useFound(text: string): readonly Command[] {
  const { project } = useFrame();
  const router = useRouter();
  const trpc = useTRPC();
  const wanted = text.trim();
  const enabled = project !== null && wanted.length > 1;
  const { data } = useQuery({
    ...trpc.handoff.search.queryOptions({ project: project?.key ?? '', arguments: { text: wanted } }),
    enabled,
    placeholderData: (before) => before,
  });
  if (!enabled || data === undefined) return [];
  return data.handoffs.map(({ handoff, title, stage }) => ({
    id: `found ${handoff}`,
    group: 'found',
    icon: SquareKanban,
    mono: handoff,
    words: title,
    hint: stage,
    run: () => router.push(`/${project.key}/board?handoff=${handoff}`),
  }));
}
