import { expect, test } from '@playwright/test';
import { faultsOf } from './fixtures/faults';

// The pictures are only as good as what looks at them: each fault is made once and has to be seen.
const cases = [
  ['a page that scrolls sideways', '<div style="width: 2000px; height: 9px"></div>', /scrolls sideways/],
  [
    'text cut at the side',
    '<div style="width: 60px; overflow: hidden; white-space: nowrap">much longer than that</div>',
    /cuts text at the side: «much longer than that»/,
  ],
  [
    'text cut below',
    '<div style="height: 20px; overflow: hidden; line-height: 20px">one<br>two</div>',
    /cuts text above or below: «two»/,
  ],
  [
    'text beyond the window',
    '<p style="position: fixed; left: -40px; margin: 0">half of it is gone</p>',
    /cuts text by the window/,
  ],
  [
    'a list that scrolls sideways as well',
    '<ul style="width: 90px; height: 90px; overflow: hidden auto; overflow-x: auto"><li style="width: 300px">row</li></ul>',
    /scrolls sideways: ul/,
  ],
  ['a message that is missing', '<p>board.caption.offered</p>', /key of a message: board\.caption\.offered/],
  [
    'a label that is missing',
    '<button aria-label="handoff.tabs.label">x</button>',
    /key of a message: handoff\.tabs\.label/,
  ],
  [
    'the hint of a field that does not fit',
    '<input style="width: 40px" placeholder="Number, title, name">',
    /hint of a field: Number, title, name/,
  ],
  [
    'a control on a text',
    '<div style="position: relative; width: 200px"><span>told to nobody</span><button style="position: absolute; inset: 0">Move</button></div>',
    /«Move» covers «told to nobody»/,
  ],
] as const;

for (const [name, html, expected] of cases) {
  test(`sees ${name}`, async ({ page }) => {
    await page.setContent(html);
    expect(await faultsOf(page)).toEqual([expect.stringMatching(expected)]);
  });
}

test('sees nothing wrong where nothing is', async ({ page }) => {
  await page.setContent(`
    <p style="width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">told in full elsewhere</p>
    <pre style="width: 90px; overflow: auto">to be scrolled sideways by whoever wants to</pre>
    <span style="position: absolute; clip-path: inset(50%); width: 1px; overflow: hidden">read aloud only</span>
    <details><summary>More</summary><p>what is folded away lies under this</p></details>
    <code class="mono">handoff.send</code>`);
  expect(await faultsOf(page)).toEqual([]);
});
