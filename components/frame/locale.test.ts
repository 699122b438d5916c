import { describe, expect, it } from 'vitest';
import { pickLocale } from './locale.rules';

describe('pickLocale', () => {
  it('takes what was chosen before what the browser asks for', () => {
    expect(pickLocale('ru', 'en-GB,en;q=0.9')).toBe('ru');
    expect(pickLocale('de', 'ru')).toBe('ru');
  });

  it('follows the weights of Accept-Language', () => {
    expect(pickLocale(undefined, 'de-DE,de;q=0.9,en;q=0.4,ru;q=0.6')).toBe('ru');
    expect(pickLocale(undefined, 'ru;q=0,en;q=0.1')).toBe('en');
    expect(pickLocale(undefined, 'RU-ru')).toBe('ru');
  });

  it('falls back to English', () => {
    expect(pickLocale(undefined, null)).toBe('en');
    expect(pickLocale('', 'fr,*;q=0.5')).toBe('en');
  });
});
