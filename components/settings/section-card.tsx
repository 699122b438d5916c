import type { ReactNode } from 'react';

/** One pane of a settings page: what it is about, and its content. */
export function SectionCard(props: {
  title: string;
  detail?: ReactNode;
  /** At the right of the title. */
  aside?: ReactNode;
  tone?: 'stop' | undefined;
  flush?: boolean | undefined;
  children: ReactNode;
}) {
  return (
    <section className="overflow-hidden rounded-pane bg-surface shadow-1">
      <header className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1 border-line border-b px-4 py-3 sm:px-4.5">
        <h2 className={props.tone === 'stop' ? 'font-semibold text-stop' : 'font-semibold'}>{props.title}</h2>
        {props.detail ? <p className="min-w-0 text-ink-3 text-meta">{props.detail}</p> : null}
        {props.aside ? <div className="ml-auto">{props.aside}</div> : null}
      </header>
      <div className={props.flush ? '' : 'p-4 sm:px-4.5'}>{props.children}</div>
    </section>
  );
}
