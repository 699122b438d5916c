import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { errorFields, scrub } from './scrub';

describe('what the log keeps of a text', () => {
  it.each([
    ['mail to lead@llmgenie.test bounced', 'mail to [address] bounced'],
    ['<lead+x@mail.example.co.uk>: unknown', '<[address]>: unknown'],
    ['connect postgresql://app:s3cret@db:5432/x?options=-c%20a', 'connect postgresql://db:5432/x'],
    ['GET /api/v1/context/key?session=abc failed', 'GET /api/v1/context/key?[hidden] failed'],
    ['Authorization: Bearer abc.def', 'Authorization: [hidden]'],
    ['cookie: a=1; b=2', 'cookie: [hidden]'],
    ['token lg_0192abcd_zzzz is bad', 'token [token] is bad'],
    ['jwt eyJhbGciOiJkaXIi.x.y.z', 'jwt [token]'],
    ['link hT5kQ2pXv9LmN3bR7cZw8yUa', 'link [hidden]'],
    [
      'Cannot read properties of undefined (reading "title")',
      'Cannot read properties of undefined (reading "title")',
    ],
    ['got "two words of somebody"', 'got "…"'],
  ])('%s', (text, kept) => {
    expect(scrub(text)).toBe(kept);
  });

  it('leaves ids, which are no secret, and names of the code', () => {
    const text =
      'request 0192f3c1-7c1a-7b8e-9a51-0d8f4a3b2c1d in handoff.send of project_clock_project_id_fkey';
    expect(scrub(text)).toBe(text);
  });
});

describe('what the log keeps of an error', () => {
  it('is what was wrong with the statement, and nothing of its values', () => {
    const error = Object.assign(
      new pg.DatabaseError('invalid input syntax for type uuid: "hunter2"', 1, 'error'),
      {
        code: '22P02',
        detail: 'Key (email)=(lead@llmgenie.test) already exists.',
        where: 'unnamed portal parameter $1 = hunter2',
        table: 'user',
        constraint: 'user_email_key',
        parameters: ['hunter2'],
      },
    );
    const kept = errorFields(error);
    expect(kept).toMatchObject({
      code: '22P02',
      message: 'invalid input syntax for type uuid: "…"',
      table: 'user',
      constraint: 'user_email_key',
    });
    expect(JSON.stringify(kept)).not.toMatch(/hunter2|llmgenie\.test/);
  });

  it('is the place, without the message that a stack begins with', () => {
    const kept = errorFields(new Error('first line\nsecond of lead@llmgenie.test'));
    expect(kept.stack?.every((line) => line.startsWith('at '))).toBe(true);
    expect(kept.message).toBe('first line\nsecond of [address]');
  });

  it('follows causes, and takes whatever is thrown', () => {
    expect(errorFields(new Error('outer', { cause: new TypeError('inner') })).cause?.name).toBe('TypeError');
    expect(errorFields('550 lead@llmgenie.test unknown')).toEqual({
      name: 'string',
      message: '550 [address] unknown',
    });
  });

  it('does not show what could not be parsed', () => {
    const thrown = () => JSON.parse('{"password": hunter2}');
    let message = '';
    try {
      thrown();
    } catch (error) {
      ({ message } = errorFields(error));
    }
    expect(message).not.toContain('hunter2');
  });
});
