/** After G the key of a page: `KeyboardEvent.code`, so that it holds in every layout, and what is printed on it. */
export const GO_KEYS: Readonly<Record<string, string>> = {
  inbox: 'KeyI',
  board: 'KeyB',
  plan: 'KeyP',
  sessions: 'KeyS',
  policies: 'KeyO',
  context: 'KeyX',
  agents: 'KeyA',
  events: 'KeyE',
  settings: 'KeyT',
};

/** The next key after G is waited for this long, in ms. */
const GO_MS = 1200;

export type GlobalKey =
  | { readonly kind: 'palette' | 'help' }
  | { readonly kind: 'go'; readonly place: string };

interface Pressed {
  readonly code: string;
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly timeStamp: number;
}

/**
 * Reads the keys that hold on every page. `busy`: the key belongs to a field or to an open dialog. `places`: keys of
 * the pages that exist. Answers what is wanted, or null where the key is somebody else's.
 */
export function createGlobalKeys() {
  let goUntil = 0;
  return (event: Pressed, busy: boolean, places: readonly string[]): GlobalKey | null => {
    const { code, key, shiftKey, ctrlKey, metaKey, altKey, timeStamp } = event;
    if ((ctrlKey || metaKey) && !altKey && !shiftKey && code === 'KeyK') {
      goUntil = 0;
      return { kind: 'palette' };
    }
    const going = timeStamp < goUntil;
    goUntil = 0;
    if (busy || ctrlKey || metaKey || altKey) return null;
    // By the sign too: on many keyboards the question mark is printed on another key.
    if (key === '?' || (code === 'Slash' && shiftKey)) return { kind: 'help' };
    if (shiftKey) return null;
    if (going) {
      const place = places.find((each) => GO_KEYS[each] === code);
      if (place !== undefined) return { kind: 'go', place };
    }
    if (code === 'KeyG') goUntil = timeStamp + GO_MS;
    return null;
  };
}
