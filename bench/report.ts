import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { median } from './measure';

export interface Row {
  /** Number in the list of goals. */
  readonly goal: number;
  readonly what: string;
  /** One value a round, or the one there is. */
  readonly values: readonly number[];
  /** The median of each run, where there were several. */
  readonly runs?: readonly number[] | undefined;
  readonly bound: { readonly least: number } | { readonly most: number };
  readonly unit: 'x' | 'bytes' | 'round trips' | 'writes';
  /** Absolute figures behind it: they mean something on this machine only. */
  readonly note: string;
}

const shown = (value: number, unit: Row['unit']): string => {
  if (unit === 'x') return `${value.toFixed(2)}x`;
  return unit === 'bytes' ? `${Math.round(value)} bytes` : value.toFixed(2);
};

/** One row of what several runs measured alike: their rounds together, and the median of each. */
export function together(runs: readonly (readonly Row[])[]): Row[] {
  const last = runs.at(-1) ?? [];
  if (runs.length < 2) return [...last];
  return last.map((row, index) => {
    const alike = runs.flatMap((rows) => rows[index] ?? []);
    return {
      ...row,
      values: alike.flatMap(({ values }) => values),
      runs: alike.map(({ values }) => median(values)),
    };
  });
}

/** Every run has to meet the bound by itself. */
function verdict({ bound, values, runs = [median(values)] }: Row): string {
  const meets = (value: number) => ('least' in bound ? value >= bound.least : value <= bound.most);
  const good = runs.filter(meets).length;
  if (good === runs.length) return 'met';
  return good === 0 ? 'missed' : `missed in ${runs.length - good} of ${runs.length}`;
}

function cells(row: Row): string[] {
  const { bound, unit, values, runs = [] } = row;
  const target = 'least' in bound ? `>= ${shown(bound.least, unit)}` : `<= ${shown(bound.most, unit)}`;
  const spread =
    values.length < 2 ? '' : `${shown(Math.min(...values), unit)} to ${shown(Math.max(...values), unit)}`;
  return [
    String(row.goal),
    row.what,
    target,
    shown(median(values), unit),
    spread,
    runs.map((value) => shown(value, unit)).join(', '),
    verdict(row),
    row.note,
  ];
}

const HEAD = ['goal', 'what', 'target', 'median', 'spread', 'each run', '', 'figures of the last run'];

/** The document that the tables stand in. */
export const DOCUMENT = 'docs/performance.md';

/** A table in Markdown, aligned for a terminal too. */
export function table(rows: readonly Row[]): string {
  const lines = [HEAD, HEAD.map(() => '---'), ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
}

export const load = (): string => loadavg()[0]?.toFixed(1) ?? '';

export function machine(postgres: string, loadBefore: string): string {
  const cores = cpus();
  return [
    `${cores.length} cores (${cores[0]?.model.trim() || 'unknown'})`,
    `load average ${loadBefore} before, ${load()} after`,
    `PostgreSQL ${postgres}`,
    `Node ${process.versions.node}`,
  ].join(', ');
}

/** Replaces what stands between the markers of that name in a document; throws where they are missing. */
export function writeBetweenMarkers(file: string, name: string, text: string): void {
  const document = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} lacks ${begin} and ${end}`);
  writeFileSync(file, `${document.slice(0, from)}${begin}\n${text}\n${document.slice(to)}`);
}
