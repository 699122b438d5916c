'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { v7 } from 'uuid';
import { TopBar } from '../frame/top-bar';
import { RefusalText } from '../policy/refusal-text';
import { useTRPC, useTRPCClient } from '../trpc/provider';
import { Button } from '../ui/button';
import { Field, Input } from '../ui/field';
import { RelativeTime } from '../ui/relative-time';
import { Skeleton } from '../ui/skeleton';
import { Tag } from '../ui/tag';
import { PasswordForm } from './password-form';

const INSTANCE = 'instance';

/** Your own name, password, linked sign-ins, and the way out of every browser at once. */
export function AccountPage({ ways }: { ways: readonly { id: string; name: string }[] }) {
  const t = useTranslations('people.account');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const options = trpc.account.get.queryOptions({ project: INSTANCE, arguments: {} });
  const account = useQuery(options);
  const [busy, setBusy] = useState<string | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const [saved, setSaved] = useState(false);

  async function run(what: string, work: () => Promise<unknown>): Promise<boolean> {
    setBusy(what);
    setRefused(null);
    setSaved(false);
    try {
      await work();
      return true;
    } catch (failure) {
      setRefused(failure);
      return false;
    } finally {
      setBusy(null);
      void queries.invalidateQueries({ queryKey: options.queryKey });
    }
  }

  async function rename(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    if (name === '') return;
    const done = await run('name', () =>
      client.account.rename.mutate({ project: INSTANCE, arguments: { name }, idempotencyKey: v7() }),
    );
    setSaved(done);
  }

  async function unlink(provider: string) {
    const done = await run(provider, () =>
      client.account.unlink.mutate({
        project: INSTANCE,
        arguments: { provider },
        idempotencyKey: v7(),
      }),
    );
    // Its line is about to go, and the focus with it.
    if (done) document.getElementById('account-linked')?.focus();
  }

  async function signOut() {
    const done = await run('out', () =>
      client.account.signOut.mutate({ project: INSTANCE, arguments: {}, idempotencyKey: v7() }),
    );
    if (done) window.location.assign('/sign-in');
  }

  const { data } = account;
  const nameOf = (id: string) => ways.find((way) => way.id === id)?.name ?? id;
  return (
    <>
      <TopBar title={t('title')} crumb={<span />} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex w-full max-w-[620px] flex-col gap-3.5 px-4 py-4.5 sm:px-6">
          {account.error ? (
            <RefusalText error={account.error} onAgain={() => void account.refetch()} />
          ) : null}
          {account.isPending ? <Skeleton className="h-40 w-full" /> : null}
          {refused ? <RefusalText error={refused} /> : null}
          {data ? (
            <>
              <Part title={t('you')} id="you">
                <form className="flex flex-col gap-4" onSubmit={(event) => void rename(event)}>
                  <Field label={t('email')} hint={t('emailHint')}>
                    {(control) => <Input {...control} value={data.email} readOnly />}
                  </Field>
                  <Field label={t('name')} hint={t('nameHint')}>
                    {(control) => (
                      <Input
                        {...control}
                        name="name"
                        defaultValue={data.name}
                        maxLength={60}
                        autoComplete="name"
                        required
                      />
                    )}
                  </Field>
                  <div className="flex items-center gap-3">
                    <Button type="submit" data-action="account.rename" loading={busy === 'name'}>
                      {t('save')}
                    </Button>
                    {saved ? (
                      <span role="status" className="text-go text-meta">
                        {t('saved')}
                      </span>
                    ) : null}
                  </div>
                </form>
              </Part>
              <Part title={t('password')} id="password">
                {data.sample ? (
                  <p className="text-ink-2">{t('samplePassword')}</p>
                ) : (
                  <PasswordForm email={data.email} hasPassword={data.hasPassword} />
                )}
              </Part>
              {ways.length > 0 || data.linked.length > 0 ? (
                <Part title={t('linked')} id="linked">
                  {data.linked.length === 0 ? <p className="text-ink-3">{t('noneLinked')}</p> : null}
                  <ul className="flex flex-col gap-2">
                    {data.linked.map((each) => (
                      <li
                        key={each.provider}
                        className="flex items-center gap-2.5"
                        data-linked={each.provider}
                      >
                        <Tag tone="outline">{nameOf(each.provider)}</Tag>
                        <span className="flex-1 text-ink-3 text-meta">
                          <RelativeTime iso={each.createdAt} format="ago" />
                        </span>
                        <Button
                          size="sm"
                          variant="ghost"
                          data-action="account.unlink"
                          loading={busy === each.provider}
                          onClick={() => void unlink(each.provider)}
                        >
                          {t('unlink')}
                        </Button>
                      </li>
                    ))}
                  </ul>
                </Part>
              ) : null}
              <Part title={t('sessions')} id="sessions">
                <p className="text-ink-2">{t('sessionsText')}</p>
                <Button
                  variant="stop"
                  className="self-start"
                  data-action="account.signOut"
                  loading={busy === 'out'}
                  onClick={() => void signOut()}
                >
                  {t('signOut')}
                </Button>
              </Part>
            </>
          ) : null}
        </div>
      </div>
    </>
  );
}

function Part({ title, id, children }: { title: string; id: string; children: ReactNode }) {
  return (
    <section
      aria-labelledby={`account-${id}`}
      className="flex flex-col gap-3 rounded-pane bg-surface p-4 shadow-1 sm:px-4.5"
    >
      <h2 id={`account-${id}`} tabIndex={-1} className="font-semibold text-pane">
        {title}
      </h2>
      {children}
    </section>
  );
}
