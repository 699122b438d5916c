import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProjectStream, type StreamMessage } from './project-stream';

/** A connection whose server is the test. */
class Wire extends EventTarget {
  static readonly opened: Wire[] = [];
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSED = 2;
  readyState = 0;
  readonly withCredentials = false;
  onopen = null;
  onmessage = null;
  onerror = null;
  constructor(readonly url: string) {
    super();
    Wire.opened.push(this);
  }
  close() {
    this.readyState = this.CLOSED;
  }
  say(kind: string, data: object) {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }
  happened(seq: number) {
    this.say('event', { seq, at: '', type: 'handoff.sent', actor: null, subject: null, payload: {} });
  }
  break(forGood: boolean) {
    if (forGood) this.readyState = this.CLOSED;
    this.dispatchEvent(new Event('error'));
  }
}

const wire = (index = -1) => {
  const found = Wire.opened.at(index);
  if (found === undefined) throw new Error('no connection was opened');
  return found;
};

function follow(stream: ReturnType<typeof createProjectStream>) {
  const said: string[] = [];
  const tell = (message: StreamMessage) =>
    said.push(message.kind === 'event' ? `event ${message.event.seq}` : `${message.kind} ${message.seq}`);
  return { said, stop: stream.listen(tell) };
}

beforeEach(() => {
  vi.useFakeTimers();
  Wire.opened.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

const make = () => createProjectStream('a b', (address) => new Wire(address));

describe('the stream of a project', () => {
  it('serves every listener by one connection, each told where things stand', () => {
    const stream = make();
    const one = follow(stream);
    expect(stream.state()).toBe('connecting');
    wire().say('hello', { seq: 7, epoch: 'x' });
    expect(stream.state()).toBe('on');
    wire().happened(8);
    const late = follow(stream);
    wire().happened(9);
    expect(one.said).toEqual(['at 7', 'event 8', 'event 9']);
    expect(late.said).toEqual(['at 8', 'event 9']);
    expect(Wire.opened.map(({ url }) => url)).toEqual(['/api/events?project=a%20b']);
  });

  it('goes on after the last event it heard, and tells each event once', () => {
    const stream = make();
    const { said } = follow(stream);
    wire().say('hello', { seq: 7, epoch: 'x' });
    wire().happened(8);
    wire().break(false);
    expect(stream.state()).toBe('lost');
    expect(Wire.opened).toHaveLength(1);
    wire().break(true);
    vi.advanceTimersByTime(500);
    expect(wire().url).toBe('/api/events?project=a%20b&after=8');
    wire().say('hello', { seq: 9, epoch: 'x' });
    wire().happened(8);
    wire().happened(9);
    expect(stream.state()).toBe('on');
    expect(said).toEqual(['at 7', 'event 8', 'event 9']);
  });

  it('has everything read again when events are gone or the log was restored', () => {
    const stream = make();
    const { said } = follow(stream);
    wire().say('hello', { seq: 7, epoch: 'x' });
    wire().say('reset', { seq: 5000, epoch: 'x' });
    wire().say('hello', { seq: 3, epoch: 'restored' });
    wire().happened(4);
    expect(said).toEqual(['at 7', 'reset 5000', 'reset 3', 'event 4']);
  });

  it('survives a change of page, and ends when nobody is left', () => {
    const stream = make();
    const first = follow(stream);
    wire().say('hello', { seq: 1, epoch: 'x' });
    first.stop();
    vi.advanceTimersByTime(500);
    const second = follow(stream);
    expect(Wire.opened).toHaveLength(1);
    expect(second.said).toEqual(['at 1']);
    second.stop();
    vi.advanceTimersByTime(1000);
    expect(wire().readyState).toBe(2);
    expect(stream.state()).toBe('connecting');
    follow(stream);
    expect(Wire.opened).toHaveLength(2);
  });

  it('ignores a line that is not what was promised', () => {
    const stream = make();
    const { said } = follow(stream);
    wire().dispatchEvent(new MessageEvent('event', { data: 'half a li' }));
    wire().say('hello', { seq: 'x' });
    expect(said).toEqual([]);
  });
});
