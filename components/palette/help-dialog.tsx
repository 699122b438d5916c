'use client';

import { useTranslations } from 'next-intl';
import { useFrame } from '../frame/frame-context';
import { placesIn } from '../frame/places';
import { Dialog } from '../ui/dialog';
import { Kbd } from '../ui/kbd';
import { useCommandCenter } from './command-context';
import type { KeyLine } from './commands';
import { GO_KEYS } from './go-keys.rules';
import { printedOn } from './printed-on';

/** What the keyboard can do: everywhere, and on this page. Keys are places on it, so they hold in every layout. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('palette.help');
  const frame = useTranslations('frame.places');
  const { sources } = useCommandCenter();
  const { project } = useFrame();
  const pages = placesIn(project).filter(({ key }) => GO_KEYS[key] !== undefined);
  const everywhere: KeyLine[] = [
    { words: t('palette'), keys: ['mod', 'K'] },
    { words: t('undo'), keys: ['mod', 'Z'] },
    { words: t('help'), keys: ['?'] },
    ...pages.map(({ key }) => ({
      words: t('go', { page: frame(key) }),
      keys: ['G', printedOn(GO_KEYS[key] ?? '')],
    })),
  ];
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('title')}
      description={t('layout')}
      closeLabel={t('close')}
      width="lg"
    >
      <div className="grid gap-x-8 overflow-y-auto px-5 pt-2 pb-5 sm:grid-cols-2">
        <KeySection title={t('here')} lines={sources.keys()} none={t('none')} />
        <KeySection title={t('everywhere')} lines={everywhere} />
      </div>
    </Dialog>
  );
}

function KeySection({ title, lines, none }: { title: string; lines: readonly KeyLine[]; none?: string }) {
  const t = useTranslations('palette.spoken');
  return (
    <section>
      <h3 className="pt-3 pb-1 font-semibold text-ink-3 text-meta">{title}</h3>
      {lines.length === 0 ? <p className="text-ink-3">{none}</p> : null}
      <dl>
        {lines.map(({ words, keys }) => (
          <div key={words} className="flex min-h-7 items-center justify-between gap-4">
            <dt className="min-w-0">{words}</dt>
            <dd className="flex flex-none gap-1">
              {keys.map((key) => (
                <Kbd key={key} keys={key} />
              ))}
              <span className="sr-only">{keys.map((key) => (t.has(key) ? t(key) : key)).join(' ')}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
