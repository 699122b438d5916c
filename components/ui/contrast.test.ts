import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/* Recomputes the contrast table of the colour tokens from globals.css itself, by the formula of WCAG 2. */

type Lch = readonly [lightness: number, chroma: number, hue: number];
type Tokens = ReadonlyMap<string, Lch>;

const css = readFileSync(path.join(import.meta.dirname, '../../app/globals.css'), 'utf8');

/** Tokens of the block that opens with `opening`; the block ends at its first line that closes it. */
function tokensOf(opening: string): Tokens {
  const from = css.indexOf(opening);
  if (from < 0) throw new Error(`globals.css has no ${opening}`);
  const block = css.slice(from, css.indexOf('\n', css.indexOf('--shadow-3', from)));
  const found = block.matchAll(/--color-([a-z0-9-]+):\s*oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g);
  return new Map([...found].map(([, name = '', l, c, h]) => [name, [Number(l), Number(c), Number(h)]]));
}

const light = tokensOf('@theme static {');
const dark: Tokens = new Map([...light, ...tokensOf('[data-theme="dark"] {')]);

/** OKLCH to linear sRGB (Ottosson's matrices); throws where the colour lies outside of sRGB. */
function linearRgb([lightness, chroma, hue]: Lch): number[] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function luminance(colour: Lch): number {
  const [red = 0, green = 0, blue = 0] = linearRgb(colour).map((part) => Math.min(1, Math.max(0, part)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(tokens: Tokens, one: string, other: string): number {
  const [high = 0, low = 0] = [one, other]
    .map((name) => {
      const colour = tokens.get(name);
      if (!colour) throw new Error(`no token ${name}`);
      return luminance(colour);
    })
    .sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['canvas', 'surface', 'sunken', 'raise'];
/** Where a control or a focused card stands; on a hovered row its own words carry it. */
const rests = ['canvas', 'surface', 'sunken'];
/** Each with the grounds it may stand on, and the worst ratio promised in light and in dark. */
const table: readonly (readonly [token: string, on: readonly string[], light: number, dark: number])[] = [
  ['ink', grounds, 13.6, 12.6],
  ['ink-2', grounds, 7.0, 7.5],
  ['ink-3', grounds, 4.58, 5.5],
  ['go', [...grounds, 'go-tint'], 4.87, 8.4],
  ['wait', [...grounds, 'wait-tint'], 4.86, 8.4],
  ['stop', [...grounds, 'stop-tint'], 5.33, 7.0],
  ['agent', [...grounds, 'agent-tint'], 5.88, 7.7],
  ['on-solid', ['go-solid', 'stop-solid', 'agent-solid'], 4.54, 5.6],
  ['on-wait', ['wait-solid'], 6.2, 6.2],
  ['on-primary', ['primary'], 8.8, 8.8],
  ['field', rests, 3.12, 3.4],
  ['focus', ['canvas', 'surface'], 4.5, 6.9],
  // 3:1 is what a ring needs; a selected card may stand in a well or on a hovered row.
  ['focus', grounds, 3, 3],
  ...[1, 2, 3, 4, 5].map((tone) => [`person-${tone}-ink`, [`person-${tone}`], 6.8, 6.8] as const),
  ...[1, 2, 3, 4, 5, 6].map((chart) => [`chart-${chart}`, ['surface'], 3.2, 3.2] as const),
];

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('contrast in %s', (theme, tokens) => {
  it.each(table.map((row) => [...row] as const))('%s on %s', (token, on, lightFloor, darkFloor) => {
    const worst = Math.min(...on.map((ground) => contrast(tokens, token, ground)));
    // The table is printed with two digits; half of the last one is rounding.
    expect(worst).toBeGreaterThanOrEqual((theme === 'light' ? lightFloor : darkFloor) - 0.05);
  });

  it('stays inside sRGB, so that every screen shows the same', () => {
    const outside = [...tokens].filter(([, colour]) =>
      linearRgb(colour).some((part) => part < -0.002 || part > 1.002),
    );
    expect(outside.map(([name]) => name)).toEqual([]);
  });

  it('knows heat by lightness alone', () => {
    const steps = [0, 1, 2, 3, 4].map((step) => tokens.get(`heat-${step}`)?.[0] ?? Number.NaN);
    const sorted = [...steps].sort((a, b) => (theme === 'light' ? b - a : a - b));
    expect(steps).toEqual(sorted);
    expect(new Set(steps).size).toBe(5);
  });
});

it('overrides in dark only what exists in light', () => {
  expect([...tokensOf('[data-theme="dark"] {').keys()].filter((name) => !light.has(name))).toEqual([]);
});
