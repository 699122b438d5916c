import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';

export interface Section<Key extends string> {
  readonly key: Key;
  readonly icon: LucideIcon;
  readonly word: string;
}

/** A page in sections: their names at the left (above on a phone), one of them at the right. */
export function Sectioned<Key extends string>(props: {
  label: string;
  sections: readonly Section<Key>[];
  at: Key;
  /** Address of a section. */
  href: (key: Key) => string;
  live: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className="flex min-h-0 flex-1 flex-col overflow-y-auto sm:grid sm:grid-cols-[196px_minmax(0,1fr)] sm:overflow-hidden"
      data-live={props.live ? 'on' : undefined}
    >
      <nav
        aria-label={props.label}
        className="flex flex-none gap-1 overflow-x-auto border-line p-3 max-sm:border-b sm:flex-col sm:border-r sm:p-4"
      >
        {props.sections.map(({ key, icon: Icon, word }) => (
          <Link
            key={key}
            href={props.href(key)}
            className="flex h-8 flex-none items-center gap-2 rounded-btn px-2.5 text-ink-2 hover:bg-raise hover:text-ink aria-[current]:bg-raise aria-[current]:font-semibold aria-[current]:text-ink max-sm:h-11"
            aria-current={key === props.at ? 'page' : undefined}
            data-section={key}
          >
            <Icon size={16} aria-hidden />
            {word}
          </Link>
        ))}
      </nav>
      <div className="min-w-0 sm:overflow-y-auto">
        <div className="flex max-w-260 flex-col gap-3.5 p-4 sm:px-6 sm:py-4.5">{props.children}</div>
      </div>
    </div>
  );
}
