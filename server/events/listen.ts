import pg from 'pg';

/** First and longest pause before connecting again. */
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

export interface ListenerOptions {
  connectionString: string;
  channel: string;
  onMessage: (payload: string) => void;
  /** LISTEN stands (again): whatever was sent while it did not is missed, so read the source of truth now. */
  onListening: () => void;
  /** the connection broke or could not be made; it is tried again */
  onTrouble?: ((error: Error) => void) | undefined;
}

/**
 * One connection kept for LISTEN and NOTIFY alone, made again with a growing pause whenever it breaks.
 * It is a hint for speed only: nobody may depend on a message arriving.
 */
export class Listener {
  readonly #options: ListenerOptions;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;
  #connecting: Promise<void> | undefined;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Connects if needed; never rejects, a failure is retried later. */
  ensure(): Promise<void> {
    if (this.#closed || this.#client) return Promise.resolve();
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#retry);
    const client = new pg.Client({
      connectionString: this.#options.connectionString,
      application_name: 'llmgenie wake',
      keepAlive: true,
      connectionTimeoutMillis: LONGEST_RETRY_MS,
    });
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the wake connection ended')));
    let own = 0;
    // Our own messages come back to us and are known already.
    client.on('notification', ({ payload, processId }) => {
      if (payload !== undefined && processId !== own) this.#options.onMessage(payload);
    });
    try {
      await client.connect();
      // A notice commits like a write and would wait for the disk, up to 40 times a second; what it tells of is durable.
      const { rows } = await client.query<{ pid: number }>(
        "SELECT pg_backend_pid() AS pid, set_config('synchronous_commit', 'off', false)",
      );
      own = rows[0]?.pid ?? 0;
      await client.query(`LISTEN ${pg.escapeIdentifier(this.#options.channel)}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      this.#later(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (this.#closed) {
      await client.end();
      return;
    }
    this.#client = client;
    this.#failures = 0;
    this.#options.onListening();
  }

  #lost(client: pg.Client, error: Error): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    client.end().catch(() => undefined);
    this.#later(error);
  }

  #later(error: Error): void {
    if (this.#closed) return;
    this.#options.onTrouble?.(error);
    const pause = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LONGEST_RETRY_MS);
    this.#failures += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.ensure(), pause);
    this.#retry.unref();
  }

  /** Sends every payload in one statement; false when there is no connection to send on. */
  async notify(payloads: readonly string[]): Promise<boolean> {
    await this.ensure();
    const client = this.#client;
    if (!client) return false;
    try {
      await client.query('SELECT pg_notify($1, p) FROM unnest($2::text[]) p', [
        this.#options.channel,
        payloads,
      ]);
      return true;
    } catch (error) {
      this.#options.onTrouble?.(error instanceof Error ? error : new Error(String(error)));
      return false;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#connecting;
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }
}
