/**
 * Reads the block structure of a Markdown text (headings, paragraphs, lists, quotes) with remark, in
 * near-linear time and with exact UTF-16 offsets into the text as given.
 *
 * Two measures keep hostile text from blocking the process. Inline constructs are switched off: they are
 * where remark is slowest (40 kB of `*a_ ` took it 37 s) and a plan needs none of them. And the text is fed
 * to remark in pieces, because its block stage grows with the square of the document (20,000 short list
 * lines: minutes). A piece ends before a line that begins a new root block whatever stands above it, so
 * the pieces together give the same blocks as the whole; a property test holds this against remark-gfm.
 */
import type { Code, ListItem, Paragraph, Root, RootContent } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

export interface TextLine {
  readonly text: string;
  readonly line: number;
}

export type Block =
  | { readonly type: 'heading'; readonly depth: number; readonly text: string; readonly span: Span }
  | { readonly type: 'paragraph'; readonly lines: readonly TextLine[]; readonly span: Span }
  | { readonly type: 'list'; readonly items: readonly ListEntry[]; readonly span: Span }
  | { readonly type: 'quote'; readonly children: readonly Block[]; readonly span: Span }
  | { readonly type: 'definition' | 'other'; readonly span: Span };

export interface ListEntry {
  readonly children: readonly Block[];
  readonly span: Span;
}

/** UTF-16 offsets of the first character and the one after the last; `line` counts from 1. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

interface BlockIssue {
  readonly line: number;
  readonly code: 'too-complex' | 'too-deep';
}

interface BlockReading {
  readonly blocks: readonly Block[];
  readonly issues: readonly BlockIssue[];
}

/** A piece is closed at the first safe line after this many lines or list markers. */
const PIECE_LINES = 48;
const PIECE_MARKERS = 48;
/** A piece that finds no safe line by then is left out: its cost would grow with the square of its size. */
const PIECE_MAX_LINES = 1_000;
const PIECE_MAX_MARKERS = 500;
/** Budgets of the whole text; a line costs remark up to 0.3 ms, whatever its length. */
const TEXT_MAX_LINES = 15_000;
const TEXT_MAX_MARKERS = 8_000;
/** Characters that could begin an inline construct: remark stops at each for up to 3 µs, though none is on. */
const TEXT_MAX_SIGNS = 150_000;
/** Containers (quotes, lists) one line may open, and the columns its indentation may have. */
const LINE_MAX_MARKERS = 10;
const LINE_MAX_INDENT = 80;
const THEMATIC_MAX = 200;

const INLINE_CONSTRUCTS = [
  'attention',
  'autolink',
  'characterEscape',
  'characterReference',
  'codeText',
  'hardBreakEscape',
  'htmlText',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
];

const processor = unified()
  .use(remarkParse)
  .data('micromarkExtensions', [{ disable: { null: INLINE_CONSTRUCTS } }])
  .freeze();

/** Never throws; what was too much to read is named in `issues`, the rest is still answered. */
export function readBlocks(source: string): BlockReading {
  if (countSigns(source) > TEXT_MAX_SIGNS) return { blocks: [], issues: [{ line: 1, code: 'too-complex' }] };
  const lines = splitLines(source);
  const blocks: Block[] = [];
  const issues: BlockIssue[] = [];
  let budgetLines = TEXT_MAX_LINES;
  let budgetMarkers = TEXT_MAX_MARKERS;
  let at = 0;
  let scale = 1;
  while (at < lines.length) {
    if (lines[at]?.blank) {
      at += 1;
      continue;
    }
    const piece = takePiece(lines, at, scale);
    if (piece.tooComplex) {
      issues.push({ line: at + 1, code: 'too-complex' });
      at = piece.end;
      scale = 1;
      continue;
    }
    if (piece.lines > budgetLines || piece.markers > budgetMarkers) {
      issues.push({ line: at + 1, code: 'too-complex' });
      break;
    }
    const tree = parsePiece(source, lines, at, piece.end);
    const last = tree.root.children.at(-1);
    if (last?.type === 'html' && piece.end < lines.length) {
      // An HTML block may swallow the line that looked safe: read on until something else is last.
      scale *= 2;
      budgetLines -= piece.lines;
      continue;
    }
    budgetLines -= piece.lines;
    budgetMarkers -= piece.markers;
    scale = 1;
    for (const node of tree.root.children) blocks.push(toBlock(node, tree));
    for (const line of tree.masked) {
      if (!insideLiteral(tree.root, line - at)) issues.push({ line: line + 1, code: 'too-deep' });
    }
    at = last?.type === 'code' ? endOfOpenFence(last, tree, lines, piece.end) : piece.end;
  }
  return { blocks, issues };
}

function countSigns(source: string): number {
  const signs = '!&*<[\\]_`';
  let count = 0;
  for (let index = 0; index < source.length; index += 1) if (signs.includes(source.charAt(index))) count += 1;
  return count;
}

interface Line {
  readonly start: number;
  /** Without the line ending. */
  readonly text: string;
  readonly blank: boolean;
  readonly markers: number;
  readonly tooDeep: boolean;
  /** Begins a new root block whatever stands above it, an open fence or HTML block excepted. */
  readonly safe: boolean;
}

function splitLines(source: string): Line[] {
  const lines: Line[] = [];
  const ending = /\r\n|\n|\r/g;
  let start = 0;
  let previousBlank = false;
  let previousItem = false;
  while (start <= source.length) {
    const match = ending.exec(source);
    const text = source.slice(start, match ? match.index : source.length);
    const blank = /^[ \t]*$/.test(text);
    const prefix = measurePrefix(text);
    // A number other than 1 continues a paragraph, but not the item on the line above it.
    const item: boolean =
      /^ ?(?:[-*+]|1[.)])[ \t]+\S/.test(text) || (previousItem && /^\d{1,9}[.)][ \t]+\S/.test(text));
    const afterBlank = previousBlank && /^[^\s\uFEFF]/.test(text);
    const safe = item || afterBlank || /^#{1,6}(?:[ \t]|$)/.test(text);
    lines.push({ start, text, blank, markers: prefix.markers, tooDeep: !blank && prefix.tooDeep, safe });
    if (!match) break;
    previousBlank = blank;
    previousItem = item || (afterBlank && /^\d{1,9}[.)][ \t]+\S/.test(text));
    start = match.index + match[0].length;
  }
  return lines;
}

/** Counts the quote and list markers a line begins with, up to the cap. */
function measurePrefix(text: string): { markers: number; tooDeep: boolean } {
  // A thematic break; only as long a one as a person types, since remark tries every other reading first.
  if (text.length <= THEMATIC_MAX && /^[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*$/.test(text))
    return { markers: 1, tooDeep: false };
  const marker = /[ \t]*(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))/y;
  let markers = 0;
  while (markers <= LINE_MAX_MARKERS && marker.test(text)) markers += 1;
  let columns = 0;
  for (let index = 0; index < text.length && columns <= LINE_MAX_INDENT; index += 1) {
    const character = text[index];
    if (character === '\t') columns += 4 - (columns % 4);
    else if (character === ' ') columns += 1;
    else break;
  }
  return { markers, tooDeep: markers > LINE_MAX_MARKERS || columns > LINE_MAX_INDENT };
}

interface Piece {
  readonly end: number;
  readonly lines: number;
  readonly markers: number;
  readonly tooComplex: boolean;
}

function takePiece(lines: readonly Line[], from: number, scale: number): Piece {
  let markers = 0;
  let end = from;
  while (end < lines.length) {
    const line = lines[end];
    if (!line) break;
    const size = end - from;
    if (line.safe && size > 0 && (size >= PIECE_LINES * scale || markers >= PIECE_MARKERS * scale)) break;
    markers += line.tooDeep ? 0 : line.markers;
    end += 1;
  }
  const size = end - from;
  return { end, lines: size, markers, tooComplex: size > PIECE_MAX_LINES || markers > PIECE_MAX_MARKERS };
}

interface PieceTree {
  readonly root: Root;
  /** Added to remark's offsets and lines to get those of the whole text. */
  readonly offset: number;
  readonly line: number;
  readonly source: string;
  /** Indexes of lines hidden from remark because they nest too deep. */
  readonly masked: readonly number[];
}

function parsePiece(source: string, lines: readonly Line[], from: number, to: number): PieceTree {
  const start = lines[from]?.start ?? source.length;
  const end = lines[to]?.start ?? source.length;
  const masked: number[] = [];
  const parts: string[] = [];
  let copied = start;
  for (let index = from; index < to; index += 1) {
    const line = lines[index];
    if (!line?.tooDeep) continue;
    masked.push(index);
    parts.push(source.slice(copied, line.start), ' '.repeat(line.text.length));
    copied = line.start + line.text.length;
  }
  const text = parts.join('') + source.slice(copied, end);
  // remark drops a leading byte order mark without counting it.
  const offset = text.startsWith('\uFEFF') ? start + 1 : start;
  return { root: processor.parse(text), offset, line: from, source, masked };
}

function toBlock(node: RootContent, tree: PieceTree): Block {
  const span = spanOf(node, tree);
  switch (node.type) {
    case 'heading':
      return { type: 'heading', depth: node.depth, text: phrasing(node.children).trim(), span };
    case 'paragraph':
      return { type: 'paragraph', lines: paragraphLines(node, span.line), span };
    case 'list':
      return { type: 'list', items: node.children.map((item) => toEntry(item, tree)), span };
    case 'blockquote':
      return { type: 'quote', children: node.children.map((child) => toBlock(child, tree)), span };
    case 'definition':
      return { type: 'definition', span };
    default:
      return { type: 'other', span };
  }
}

function toEntry(item: ListItem, tree: PieceTree): ListEntry {
  return { children: item.children.map((child) => toBlock(child, tree)), span: spanOf(item, tree) };
}

function paragraphLines(node: Paragraph, line: number): TextLine[] {
  return phrasing(node.children)
    .split(/\r\n|\n|\r/)
    .map((text, index) => ({ text: text.trim(), line: line + index }));
}

/** With inline constructs off, only text and hard breaks are left; a break stands for its line ending. */
function phrasing(nodes: Paragraph['children']): string {
  return nodes.map((node) => (node.type === 'text' ? node.value : '\n')).join('');
}

function spanOf(node: RootContent | ListItem, tree: PieceTree): Span {
  const position = node.position;
  return {
    start: tree.offset + (position?.start.offset ?? 0),
    end: tree.offset + (position?.end.offset ?? 0),
    line: tree.line + (position?.start.line ?? 1),
  };
}

/** The index of the line after a fenced block that is still open at the end of its piece. */
function endOfOpenFence(node: Code, tree: PieceTree, lines: readonly Line[], end: number): number {
  const span = spanOf(node, tree);
  const opening = /^(?:`{3,}|~{3,})/.exec(tree.source.slice(span.start, span.end))?.[0];
  if (opening === undefined) return end;
  for (let index = span.line; index < lines.length; index += 1) {
    const closing = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(lines[index]?.text ?? '')?.[1];
    if (closing?.startsWith(opening)) return Math.max(index + 1, end);
  }
  return lines.length;
}

/** Whether a line of the piece (from 0) lies in code or HTML, where nothing nests. */
function insideLiteral(root: Root, index: number): boolean {
  const line = index + 1;
  let nodes: readonly (RootContent | ListItem)[] = root.children;
  for (;;) {
    const hit = nodes.find((node) => {
      const position = node.position;
      return position !== undefined && position.start.line <= line && line <= position.end.line;
    });
    if (hit === undefined) return false;
    if (hit.type === 'code' || hit.type === 'html') return true;
    if (hit.type !== 'list' && hit.type !== 'listItem' && hit.type !== 'blockquote') return false;
    nodes = hit.children;
  }
}
