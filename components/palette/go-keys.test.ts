import { describe, expect, it } from 'vitest';
import { createGlobalKeys, GO_KEYS } from './go-keys.rules';

const press = (code: string, rest: Partial<Parameters<ReturnType<typeof createGlobalKeys>>[0]> = {}) => ({
  code,
  key: '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  timeStamp: 1000,
  ...rest,
});
const places = Object.keys(GO_KEYS);

describe('the keys that hold everywhere', () => {
  it('give each page a key of its own', () => {
    expect(new Set(Object.values(GO_KEYS)).size).toBe(places.length);
  });

  it('go to a page after G, in time, and only to one that exists', () => {
    const keys = createGlobalKeys();
    expect(keys(press('KeyG'), false, places)).toBeNull();
    expect(keys(press('KeyP', { timeStamp: 2100 }), false, places)).toEqual({ kind: 'go', place: 'plan' });
    expect(keys(press('KeyP', { timeStamp: 2200 }), false, places)).toBeNull();
    keys(press('KeyG'), false, places);
    expect(keys(press('KeyP', { timeStamp: 2300 }), false, places)).toBeNull();
    keys(press('KeyG'), false, places);
    expect(keys(press('KeyP', { timeStamp: 1100 }), false, ['board'])).toBeNull();
  });

  it('open the palette from anywhere, the help not while somebody types', () => {
    const keys = createGlobalKeys();
    expect(keys(press('KeyK', { ctrlKey: true }), true, places)).toEqual({ kind: 'palette' });
    expect(keys(press('KeyK', { metaKey: true }), false, places)).toEqual({ kind: 'palette' });
    expect(keys(press('Slash', { shiftKey: true, key: ',' }), false, places)).toEqual({ kind: 'help' });
    expect(keys(press('Minus', { shiftKey: true, key: '?' }), false, places)).toEqual({ kind: 'help' });
    expect(keys(press('Slash', { shiftKey: true, key: '?' }), true, places)).toBeNull();
    expect(keys(press('KeyG'), true, places)).toBeNull();
    expect(keys(press('KeyB'), false, places)).toBeNull();
  });
});
