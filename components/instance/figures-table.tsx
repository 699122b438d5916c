import clsx from 'clsx';
import type { ReactNode } from 'react';
import { ScrollRegion } from '@/components/ui/scroll-region';

export interface Column {
  readonly key: string;
  readonly word: string;
  /** Set right, in figures of one width. */
  readonly figure?: boolean;
}

export interface Row {
  readonly key: string;
  readonly cells: Readonly<Record<string, ReactNode>>;
  /** A cell that wants to be seen. */
  readonly alarm?: string | undefined;
}

/** Rows of figures; on a narrow screen it scrolls sideways, by keyboard as well. */
export function FiguresTable(props: {
  label: string;
  columns: readonly Column[];
  rows: readonly Row[];
  /** What is said where there is no row. */
  empty: string;
}) {
  if (props.rows.length === 0) return <p className="p-4 text-ink-3 sm:px-4.5">{props.empty}</p>;
  return (
    <ScrollRegion label={props.label} className="overflow-x-auto focus-visible:outline-offset-[-2px]">
      <table className="w-full">
        <thead>
          <tr className="border-line border-b text-ink-3 text-meta">
            {props.columns.map(({ key, word, figure }) => (
              <th
                key={key}
                scope="col"
                className={clsx(
                  'whitespace-nowrap px-4 py-2 font-normal',
                  figure ? 'text-right' : 'text-left',
                )}
              >
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.key} className="border-line border-b last:border-b-0" data-row={row.key}>
              {props.columns.map(({ key, figure }, index) => {
                const className = clsx(
                  'whitespace-nowrap px-4 py-2',
                  figure ? 'text-right tabular-nums' : 'text-left',
                  row.alarm === key && 'font-semibold text-wait',
                );
                return index === 0 ? (
                  <th key={key} scope="row" className={clsx(className, 'font-normal')}>
                    {row.cells[key]}
                  </th>
                ) : (
                  <td key={key} className={className} data-cell={key}>
                    {row.cells[key]}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
