'use client';

import { useTranslations } from 'next-intl';
import { SectionCard } from '@/components/settings/section-card';
import { FiguresTable } from './figures-table';
import { useUnits } from './use-units';

interface Database {
  readonly version: string;
  readonly bytes: number;
  readonly connections: number;
  readonly mostConnections: number;
  readonly tables: readonly { readonly name: string; readonly bytes: number; readonly rows: number }[];
}
interface Projects {
  readonly count: number;
  readonly archived: number;
  readonly events: number;
  readonly biggest: readonly {
    readonly key: string;
    readonly name: string;
    readonly events: number;
    readonly handoffs: number;
  }[];
}

/** What is kept, and what takes the room. */
export function DatabaseCards({ database, projects }: { database: Database; projects: Projects }) {
  const t = useTranslations('instance.operations');
  const { number, bytes } = useUnits();
  return (
    <>
      <SectionCard
        flush
        title={t('database.title')}
        detail={t('database.detail', {
          version: database.version,
          size: bytes(database.bytes),
          connections: database.connections,
          most: database.mostConnections,
        })}
      >
        <FiguresTable
          label={t('database.tables')}
          empty={t('database.none')}
          columns={[
            { key: 'name', word: t('database.table') },
            { key: 'bytes', word: t('database.size'), figure: true },
            { key: 'rows', word: t('database.rows'), figure: true },
          ]}
          rows={database.tables.map((table) => ({
            key: table.name,
            cells: {
              name: <code className="mono">{table.name}</code>,
              bytes: bytes(table.bytes),
              rows: number(table.rows),
            },
          }))}
        />
      </SectionCard>
      <SectionCard
        flush
        title={t('projects.title')}
        detail={t('projects.detail', {
          count: projects.count,
          archived: projects.archived,
          events: projects.events,
        })}
      >
        <FiguresTable
          label={t('projects.title')}
          empty={t('projects.none')}
          columns={[
            { key: 'name', word: t('projects.name') },
            { key: 'events', word: t('projects.events'), figure: true },
            { key: 'handoffs', word: t('projects.handoffs'), figure: true },
          ]}
          rows={projects.biggest.map(({ key, name, events, handoffs }) => ({
            key,
            cells: { name, events: number(events), handoffs: number(handoffs) },
          }))}
        />
      </SectionCard>
    </>
  );
}
