import { readFileSync } from 'node:fs';
import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lineOf } from '@/components/handoff/history.rules';
import { type EventType, eventCatalogue } from '@/server/events/catalogue';

const types = Object.keys(eventCatalogue) as EventType[];

/** The least a payload of this shape can hold: nothing that may be missing, null where it may be, and nothing in a list. */
function least(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodNullable) return null;
  if (schema instanceof z.ZodArray) return [];
  if (schema instanceof z.ZodNumber) return 1;
  if (schema instanceof z.ZodBoolean) return false;
  if (schema instanceof z.ZodRecord) return {};
  if (schema instanceof z.ZodString) return 'word';
  throw new Error('a payload holds something that no sentence was tried with');
}

/** The same with everything there. */
function most(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    const inner = schema.unwrap();
    return inner instanceof z.ZodType ? most(inner) : null;
  }
  if (schema instanceof z.ZodArray) return schema.element instanceof z.ZodString ? ['one', 'two'] : [];
  if (schema instanceof z.ZodNumber) return 21;
  if (schema instanceof z.ZodBoolean) return true;
  return least(schema);
}

function payloads(type: EventType): Record<string, unknown>[] {
  const shape: Record<string, z.ZodType> = eventCatalogue[type].shape;
  const fields = Object.entries(shape);
  const required = fields.filter(([, schema]) => !(schema instanceof z.ZodOptional));
  return [
    Object.fromEntries(required.map(([name, schema]) => [name, least(schema)])),
    Object.fromEntries(fields.map(([name, schema]) => [name, most(schema)])),
  ];
}

describe.each(['en', 'ru'] as const)('the sentences of events in %s', (locale) => {
  const sentences: Record<string, string> = JSON.parse(readFileSync(`messages/${locale}/event.json`, 'utf8'));

  it('are there for every type, and for nothing else', () => {
    const keys = types.map((type) => type.replaceAll('.', '-'));
    expect(Object.keys(sentences).sort()).toEqual([...keys, 'other'].sort());
  });

  it.each(types)('tell %s, whatever its payload lacks', (type) => {
    const broken: string[] = [];
    const t = createTranslator<Record<string, string>>({
      locale,
      messages: sentences,
      timeZone: 'UTC',
      onError: (error) => broken.push(error.message),
    });
    for (const payload of payloads(type)) {
      expect(eventCatalogue[type].safeParse(payload).success).toBe(true);
      const line = lineOf({ type, payload }, (key) => t.has(key));
      const sentence = t(line.key, line.values);
      expect(sentence).not.toMatch(/[{}]|undefined|null|\bempty\b|\b(true|false)\b/);
      expect(sentence.length).toBeGreaterThan(3);
    }
    expect(broken).toEqual([]);
  });
});
