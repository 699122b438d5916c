import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { isWorkRefused, type Work } from '../work/work.types';
import { generatedKeys, hasSecretSign, SECRET_RULES } from './secret-rules';
import { decodedText, longRuns, type Place, payloadText, type Run, type SearchText } from './secret-text';

/** What was found and where; the value itself is never kept. */
export interface Finding extends Place {
  readonly ruleId: string;
}

/** Characters searched at most: a file of 5 MB as base64 and some. The input guard refuses more before it gets here. */
const MAX_SEARCHED = 8 * 1_048_576;
/** Characters searched at once; more would hold up everybody else, so a thread does it. */
const HERE = 65_536;
/** Enough to tell a caller what to remove. */
const MAX_FINDINGS = 20;

const PRESET_ID = '@secretlint/secretlint-rule-preset-recommend';

interface Range extends Run {
  readonly ruleId: string;
}

/**
 * Searches every string (and long key) of a payload, and one layer of base64 in them, for secrets. Findings carry
 * rule, path and range, at most 20. Ordinary text costs a few microseconds a kilobyte, because the rules run only
 * where a sign of a secret was seen.
 */
export async function scanSecrets(value: unknown, work: Work): Promise<readonly Finding[]> {
  if (!largerThan(value, HERE)) return scanHere(value);
  try {
    return await work.run<readonly Finding[]>('secrets.scan', value);
  } catch (error) {
    // What could not be searched is not let by.
    if (isWorkRefused(error)) return [{ ruleId: 'payload.too-costly', path: '', start: 0, end: 0 }];
    throw error;
  }
}

/** Whether its strings have more characters together; stops counting there. */
function largerThan(value: unknown, most: number): boolean {
  let left = most;
  const pending: unknown[] = [value];
  while (pending.length > 0 && left >= 0) {
    const next = pending.pop();
    if (typeof next === 'string') left -= next.length;
    else if (typeof next === 'object' && next !== null) pending.push(...Object.values(next));
  }
  return left < 0;
}

/** In this thread, however long it takes. */
export async function scanHere(value: unknown): Promise<readonly Finding[]> {
  const search = payloadText(value);
  if (search.text.length > MAX_SEARCHED) return [{ ruleId: 'payload.too-large', path: '', start: 0, end: 0 }];
  const runs = longRuns(search.text);
  const findings = await scanText(search, runs);
  const decoded = decodedText(search, runs);
  if (decoded.text !== '') findings.push(...(await scanText(decoded, longRuns(decoded.text))));
  return distinct(findings);
}

async function scanText(search: SearchText, runs: readonly Run[]): Promise<Finding[]> {
  const ranges: Range[] = [];
  if (hasSecretSign(search.text, runs)) {
    ranges.push(...(await presetRanges(search.text)));
    for (const rule of SECRET_RULES) {
      for (const match of search.text.matchAll(rule.pattern)) {
        if (rule.accept !== undefined && !rule.accept(match[1] ?? match[0])) continue;
        ranges.push({ ruleId: rule.id, start: match.index, end: match.index + match[0].length });
      }
    }
  }
  for (const run of generatedKeys(search.text, runs)) ranges.push({ ruleId: 'entropy', ...run });
  return distinct(ranges.map(({ ruleId, start, end }) => ({ ruleId, ...search.place(start, end) })));
}

async function presetRanges(text: string): Promise<Range[]> {
  const result = await lintSource({
    source: { content: text, filePath: 'payload.txt', ext: '.txt', contentType: 'text' },
    options: {
      maskSecrets: true,
      noPhysicFilePath: true,
      config: { rules: [{ id: PRESET_ID, rule: creator }] },
    },
  });
  return result.messages.map((message) => ({
    ruleId: message.ruleId.replace('@secretlint/secretlint-rule-', 'secretlint.'),
    start: message.range[0],
    end: message.range[1],
  }));
}

/** One finding a place: rules overlap, and the first (a named kind of secret) says most. */
function distinct(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const finding of findings) {
    const covered = (other: Finding) =>
      other.path === finding.path && finding.start < other.end && other.start < finding.end;
    if (!kept.some(covered)) kept.push(finding);
    if (kept.length >= MAX_FINDINGS) break;
  }
  return kept;
}
