'use client';

import clsx from 'clsx';
import { useLocale, useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { everySecond } from './clock';
import { countdown, elapsed } from './elapsed.rules';
import { Tooltip } from './tooltip';

export interface RelativeTimeProps {
  /** An ISO moment of the server's clock. */
  iso: string;
  /** Server's now minus the browser's now, in ms, as seen when the data came. */
  offset?: number | undefined;
  /** age: 18 min. ago: 18 min ago. left: 12:40 until the moment, 11 h 58 where it is far. clock: 11:18, with the day where it is not today. */
  format?: 'age' | 'ago' | 'left' | 'clock' | undefined;
  /** Takes the focus by itself and shows the exact moment then; leave off inside a control or a card. */
  focusable?: boolean | undefined;
  className?: string | undefined;
}

const HOUR_MS = 3_600_000;
/** What ticks is set in figures of one width. */
const COUNTDOWN = /^\d+:\d\d$/;

/** A moment that stays true while the page is open; the exact one on hover and focus. */
export function RelativeTime({ iso, offset = 0, format = 'age', focusable, className }: RelativeTimeProps) {
  const locale = useLocale();
  const words = useElapsedWords();
  const read = () => {
    const now = Date.now() + offset;
    const at = Date.parse(iso);
    if (format === 'clock') return clockTime(at, now, locale);
    // Seconds matter only when they are few: a hold of half a day does not tick.
    if (format === 'left') return at - now < HOUR_MS ? countdown(at - now) : words(at - now, 'age');
    return words(now - at, format);
  };
  // The text itself is the snapshot: a tick that changes no word renders nothing.
  const text = useSyncExternalStore(everySecond, read, read);
  const exact = exactTime(iso, locale);
  const time = (
    <time
      dateTime={iso}
      className={clsx(format === 'left' && COUNTDOWN.test(text) && 'mono', 'whitespace-nowrap', className)}
      suppressHydrationWarning
      {...(focusable ? { tabIndex: 0 } : { title: exact })}
    >
      {text}
    </time>
  );
  return focusable ? <Tooltip content={exact}>{time}</Tooltip> : time;
}

/** Words for a span of time in the page's language, such as 4 h 06 or 18 min ago. */
export function useElapsedWords(): (milliseconds: number, format: 'age' | 'ago') => string {
  const t = useTranslations('common.elapsed');
  return (milliseconds, format) => {
    const parts = elapsed(milliseconds);
    if (parts.unit === 'now') return t(format === 'ago' ? 'justNow' : 'now');
    const age =
      parts.unit === 'hours'
        ? t('hours', { hours: parts.hours, minutes: String(parts.minutes).padStart(2, '0') })
        : parts.unit === 'days'
          ? t(parts.hours === 0 ? 'wholeDays' : 'days', parts)
          : parts.unit === 'minutes'
            ? t('minutes', parts)
            : t('seconds', parts);
    return format === 'ago' ? t('ago', { age }) : age;
  };
}

/** Date and time to the second in the reader's own time zone. */
export function exactTime(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(dated(locale), { dateStyle: 'long', timeStyle: 'medium' }).format(
    Date.parse(iso),
  );
}

/** English dates put the day first and count 24 hours, as the Russian ones do. */
function dated(locale: string): string {
  return locale === 'en' ? 'en-GB' : locale;
}

/** Day and month as the page's language writes them: 22 Nov, 22 нояб. */
export function dayMonth(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(dated(locale), { day: 'numeric', month: 'short' }).format(at);
}

/** Hour and minute in the reader's own time zone. */
export function hourMinute(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(dated(locale), { hour: '2-digit', minute: '2-digit' }).format(at);
}

function clockTime(at: number, now: number, locale: string): string {
  const moment = new Date(at);
  const sameDay = moment.toDateString() === new Date(now).toDateString();
  const time = hourMinute(moment, locale);
  return sameDay ? time : `${dayMonth(moment, locale)}, ${time}`;
}
