import type { LucideIcon } from 'lucide-react';

/** handoff: on the one that is open. create, act: in the project. go: pages, projects. found: by the text typed. */
export type CommandGroup = 'handoff' | 'create' | 'act' | 'go' | 'found';

/** One line of the palette. */
export interface Command {
  /** Unique while it is offered. */
  readonly id: string;
  readonly group: CommandGroup;
  readonly icon: LucideIcon;
  readonly words: string;
  /** A short number before the words. */
  readonly mono?: string | undefined;
  /** Quiet words behind. */
  readonly hint?: string | undefined;
  /** As printed on the keys: the same act without the palette. */
  readonly keys?: readonly string[] | undefined;
  /** Why it cannot be done now; it stays in the list and `run` leads to what unlocks it. */
  readonly locked?: string | undefined;
  readonly action?: string | undefined;
  readonly run: () => void;
}

/** One line of the help: what a key does on this page. */
export interface KeyLine {
  readonly words: string;
  readonly keys: readonly string[];
}

/** What the parts of a page offer, for as long as they are there. */
export interface CommandSources {
  offer(read: () => readonly Command[]): () => void;
  explain(read: () => readonly KeyLine[]): () => void;
  commands(): readonly Command[];
  keys(): readonly KeyLine[];
  /** Says that what is offered changed. */
  touch(): void;
  subscribe(listener: () => void): () => void;
  /** Rises with each change. */
  version(): number;
}

export function createCommandSources(): CommandSources {
  const commands = new Set<() => readonly Command[]>();
  const keys = new Set<() => readonly KeyLine[]>();
  const listeners = new Set<() => void>();
  let version = 0;
  function touch() {
    version += 1;
    for (const listener of [...listeners]) listener();
  }
  return {
    touch,
    version: () => version,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    offer(read) {
      commands.add(read);
      touch();
      return () => {
        commands.delete(read);
        touch();
      };
    },
    explain(read) {
      keys.add(read);
      return () => keys.delete(read);
    },
    commands: () => [...commands].flatMap((read) => read()),
    keys: () => [...keys].flatMap((read) => read()),
  };
}

/** Words that all stand in the line, in any order; an empty text matches everything. */
export function matches(
  { words, mono, hint }: Pick<Command, 'words' | 'mono' | 'hint'>,
  text: string,
): boolean {
  const line = `${mono ?? ''} ${words} ${hint ?? ''}`.toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((part) => line.includes(part));
}
