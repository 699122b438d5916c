import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from './markdown';
import { isCheapMarkdown, MARKDOWN_LIMIT } from './markdown.rules';

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} />);
const fill = (piece: string) =>
  piece.repeat(Math.ceil(MARKDOWN_LIMIT / piece.length)).slice(0, MARKDOWN_LIMIT);

describe('stored Markdown', () => {
  it('renders lists, tables and emphasis', () => {
    const out = html('Some **bold** text\n\n- one\n- two\n\n| a | b |\n| - | - |\n| 1 | 2 |');
    expect(out).toContain('<strong>bold</strong>');
    expect(out).toContain('<li>one</li>');
    expect(out).toContain('<td>2</td>');
  });

  it('drops raw HTML, scripts, pictures and dangerous links', () => {
    const out = html(
      '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> ![p](https://evil.test/p.png)\n\n[a](javascript:alert(1)) [b](data:text/html,x)\n\n<b onclick="x()">hm</b>',
    );
    expect(out).not.toMatch(/script|onerror|onclick|<img|javascript:|data:text/);
  });

  it('opens outside links without handing over the page', () => {
    expect(html('[doc](https://example.org/x)')).toContain('rel="noopener noreferrer nofollow"');
  });

  it('keeps headings out of the outline of the page', () => {
    expect(html('# Big')).toBe('<div class="md break-words"><p class="md-heading">Big</p></div>');
  });

  it.each([
    '*a_ ',
    '*_',
    '1. ',
    '> ',
    'a\n> ',
    '|a|b|\n|-|-|\n',
    'a*b',
    '](',
    '[[a]',
    '[^a]',
    '[a]: b\n',
    '   - a\n',
    '[a](',
    '_a',
    'a_b*c~d',
    '[',
    '<a ',
    'www.a ',
  ])('shows 16 kB of %j as it was written instead of parsing it', (piece) => {
    expect(isCheapMarkdown(fill(piece))).toBe(false);
    expect(html(fill(piece))).toContain('data-markdown="plain"');
  });

  it.each(['> '.repeat(9), '1. '.repeat(9), '- '.repeat(9)])('refuses deep nesting: %j', (head) => {
    expect(isCheapMarkdown(`${head}x`)).toBe(false);
  });

  it('parses an honest long text', () => {
    const part =
      '## Part\n\nSome *text* with **bold**, `code` and a [link](https://x.test/y).\n\n- one\n- two\n  - three\n\n> said\n\n';
    const text = part.repeat(60).slice(0, 7000);
    expect(isCheapMarkdown(text)).toBe(true);
    expect(html(text)).toContain('<strong>bold</strong>');
  });

  it('does not parse what is longer than a field may be', () => {
    expect(isCheapMarkdown('a'.repeat(MARKDOWN_LIMIT + 1))).toBe(false);
  });
});
