'use client';

import { useTranslations } from 'next-intl';
import { ActorMark } from '../ui/actor-mark';
import { Button } from '../ui/button';
import { Spinner } from '../ui/spinner';

export interface SamplePersonView {
  id?: string | undefined;
  email: string;
  name: string;
  permission: string;
  /** Key of the first role; empty or null when none. */
  role: string | null;
}

export interface SamplePeopleProps {
  people: readonly SamplePersonView[];
  /** Address of whoever is being signed in. */
  busy: string | null;
  onChoose: (person: SamplePersonView) => void;
}

/** One click signs in as a person of the sample project. */
export function SamplePeople({ people, busy, onChoose }: SamplePeopleProps) {
  const t = useTranslations('sign-in');
  const roleName = (person: SamplePersonView) => {
    const key = person.permission === 'admin' ? 'admin' : person.role || person.permission;
    return t.has(`roles.${key}`) ? t(`roles.${key}`) : key;
  };
  return (
    <section aria-labelledby="sample-people">
      <div className="mb-3 flex items-center gap-3">
        <span className="h-px flex-1 bg-line" />
        <h2 id="sample-people" className="text-meta text-ink-3">
          {t('sample')}
        </h2>
        <span className="h-px flex-1 bg-line" />
      </div>
      <ul className="grid grid-cols-2 gap-2">
        {people.map((person) => (
          <li key={person.email} className="min-w-0">
            <Button
              className="h-[46px] w-full justify-start gap-2.5 text-left"
              data-sample={person.email}
              disabled={busy !== null && busy !== person.email}
              aria-busy={busy === person.email}
              onClick={() => {
                if (busy === null) onChoose(person);
              }}
            >
              {busy === person.email ? (
                <span className="grid size-7 place-items-center">
                  <Spinner size={16} />
                </span>
              ) : (
                <ActorMark kind="person" id={person.id} name={person.name} size={28} label="" />
              )}
              <span className="min-w-0">
                <span className="block truncate leading-4">{person.name}</span>
                <span className="block truncate font-normal text-ink-3 text-micro">{roleName(person)}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <p className="mt-2.5 text-ink-3 text-micro">{t('sampleNote')}</p>
    </section>
  );
}
