import { type Block, type ListEntry, readBlocks, type TextLine } from './markdown-blocks';
import { technologyNames, utf8Length } from './plan.rules';
import { PLAN_MAX_BYTES, type PlanSection } from './plan.schema';
import type { ParsedPlan, PlanItem } from './plan.types';
import { type PhaseDraft, PlanDraft } from './plan-draft';
import {
  type HeadingMeaning,
  looksLikePhaseHeading,
  readBrokenHeading,
  readHeading,
} from './plan-headings.rules';

/**
 * Reads a phase plan: title, metadata lines, phases with goals, nested checkboxes and technologies.
 * Every offset points into the source as given. Never throws: whatever was not understood is listed with
 * its line under `unparsed` (left out) or `warnings` (taken in, or left out on purpose).
 */
export function parsePlan(source: string): ParsedPlan {
  const draft = new PlanDraft(source);
  if (utf8Length(source) > PLAN_MAX_BYTES) {
    draft.reject('source-too-large', 1);
    return draft.result();
  }
  const { blocks, issues } = readBlocks(source);
  for (const issue of issues) draft.reject(issue.code, issue.line);
  new PlanReader(source, draft).read(blocks);
  draft.closeNoteAt(source.length);
  if (draft.title === null) draft.warn('title-missing', 1);
  if (draft.phases.length === 0) draft.warn('no-phases', 1);
  return draft.result();
}

type Section =
  | {
      readonly kind: 'checklist';
      readonly of: PlanSection;
      readonly title: string | null;
      readonly depth: number;
    }
  | {
      readonly kind: 'goals' | 'technologies' | 'other';
      readonly title: string | null;
      readonly depth: number;
    };

type Paragraph = Extract<Block, { type: 'paragraph' }>;

interface HeadingPlace {
  readonly text: string;
  readonly depth: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A paragraph's text up to a broken heading that Markdown took for its continuation, and the lines from there. */
interface CutText {
  readonly text: string;
  readonly rest: readonly TextLine[];
}

const CHECKBOX = /^\[([ xX])\][ \t]+(\S.*)$/s;
/** `[]`, `[x]` glued to its text, a Cyrillic х, a `[-]`: meant as a checkbox, read by Markdown as plain text. */
const BROKEN_CHECKBOX = /^\[(?:[ xXхХvV✓✔✗+*~>/-]{0,3})\](?![([:])/u;

class PlanReader {
  private phase: PhaseDraft | null = null;
  private section: Section | null = null;
  /** Depth of the first phase's heading; deeper headings never open a phase ("Phase 1 goals"). */
  private phaseDepth = Number.POSITIVE_INFINITY;
  private noteDepth = 0;
  /** Under a phase heading that was refused: its content was named with it. */
  private lost = false;

  constructor(
    private readonly source: string,
    private readonly draft: PlanDraft,
  ) {}

  read(blocks: readonly Block[]): void {
    for (const block of blocks) {
      if (block.type === 'heading') {
        this.readMeaning(readHeading(block.text), { ...block.span, text: block.text, depth: block.depth });
      } else if (block.type === 'paragraph') this.readParagraph(block);
      else this.readNested([block], null);
    }
  }

  private readMeaning(meaning: HeadingMeaning, place: HeadingPlace): void {
    if (place.depth <= this.phaseDepth && meaning.kind === 'phase') {
      this.leavePhase(place);
      this.phase = this.draft.addPhase(meaning.number, meaning.title, place);
      this.phaseDepth = Math.min(this.phaseDepth, place.depth);
    } else if (place.depth <= this.phaseDepth && meaning.kind === 'phase-without-number') {
      this.leavePhase(place);
      this.draft.reject('phase-number-missing', place.line);
      this.lost = true;
    } else if (this.phase === null || place.depth <= this.phaseDepth) this.readOuterHeading(place);
    else this.readSectionHeading(meaning, place);
  }

  private readOuterHeading(place: HeadingPlace): void {
    if (this.draft.hasOpenNote() && place.depth > this.noteDepth) return;
    this.leavePhase(place);
    if (this.draft.title === null && place.depth === 1 && this.draft.phases.length === 0) {
      this.draft.title = place.text;
      return;
    }
    this.noteDepth = place.depth;
    this.draft.openNoteAt(place.text, place.end, place.line);
  }

  private leavePhase(place: HeadingPlace): void {
    this.draft.closeNoteAt(place.start);
    this.phase = null;
    this.section = null;
    this.lost = false;
  }

  private readSectionHeading(meaning: HeadingMeaning, { text, depth }: HeadingPlace): void {
    const within = this.section;
    if (meaning.kind === 'checklist' || meaning.kind === 'secondary') {
      const of = meaning.kind === 'secondary' ? 'secondary' : 'primary';
      this.section = { kind: 'checklist', of, title: meaning.title, depth };
    } else if (meaning.kind === 'goals' || meaning.kind === 'technologies') {
      this.section = { kind: meaning.kind, title: null, depth };
    } else if (within?.kind === 'checklist' && depth > within.depth) {
      // A group inside a checklist keeps the checklist's depth, so that the next group is one too.
      this.section = { ...within, title: text };
    } else this.section = { kind: 'other', title: text, depth };
  }

  private readParagraph(block: Paragraph): void {
    if (this.draft.phases.length === 0 && !this.draft.hasOpenNote()) this.draft.addMetadata(block.lines);
    const { text, rest } = this.cutAtBrokenHeading(block, 0);
    const { line } = block.span;
    if (block.lines.length === 1 && looksLikePhaseHeading(text)) this.draft.warn('heading-like-text', line);
    else if (this.phase && BROKEN_CHECKBOX.test(text)) this.draft.reject('broken-checkbox', line);
    else if (text !== '') this.addText(text, block.span.start, line);
    this.readBrokenHeadings(rest, block.span.end);
  }

  private cutAtBrokenHeading(block: Paragraph, from: number): CutText {
    const cut = block.lines.findIndex(
      (line, index) => index >= from && readBrokenHeading(line.text) !== null,
    );
    const end = cut === -1 ? block.lines.length : cut;
    const text = block.lines.slice(0, end).map((line) => line.text);
    return { text: text.join(' '), rest: block.lines.slice(end) };
  }

  /** Reports them, then reads on as if they were right, so that one mistake does not misplace the rest. */
  private readBrokenHeadings(lines: readonly TextLine[], end: number): void {
    for (const { text, line } of lines) {
      const meaning = readBrokenHeading(text);
      if (meaning === null) continue;
      this.draft.reject('broken-heading', line);
      const depth = /^#+/.exec(text)?.[0].length ?? 1;
      this.readMeaning(meaning, { text: text.slice(depth).trim(), depth, line, start: end, end });
    }
  }

  /** Lists below a block, whatever quotes stand around them. */
  private readNested(blocks: readonly Block[], parent: PlanItem | null): void {
    for (const block of blocks) {
      if (block.type === 'quote') this.readNested(block.children, parent);
      else if (block.type === 'list') for (const entry of block.items) this.readEntry(entry, parent);
    }
  }

  private readEntry(entry: ListEntry, parent: PlanItem | null): void {
    const [first] = entry.children;
    let self = parent;
    let rest: readonly TextLine[] = [];
    if (first?.type === 'paragraph') {
      const cut = this.cutAtBrokenHeading(first, 1);
      rest = cut.rest;
      self = this.readEntryText(cut.text, first, parent, entry.span.line);
    } else if (first?.type === 'definition' && this.section?.kind === 'checklist') {
      this.draft.reject('broken-checkbox', first.span.line);
    }
    this.readNested(entry.children, self);
    this.readBrokenHeadings(rest, entry.span.end);
  }

  /** Answers the item that the entry's children belong to. */
  private readEntryText(
    text: string,
    block: Paragraph,
    parent: PlanItem | null,
    at: number,
  ): PlanItem | null {
    const { start, line } = block.span;
    // GitHub takes a box only on the line of its bullet.
    const box = line === at ? CHECKBOX.exec(text) : null;
    const kind = this.section?.kind;
    if (this.phase === null) {
      if (box && !this.lost) this.draft.warn('checkbox-outside-phase', line);
      return null;
    }
    if (kind === 'goals' || kind === 'technologies') {
      if (box) this.draft.warn('checkbox-outside-checklist', line);
      this.addText(box?.[2] ?? text, box ? start + 3 : start, line);
      return null;
    }
    if (box) return this.addItem(this.phase, box[2] ?? '', block, parent);
    if (BROKEN_CHECKBOX.test(text)) this.draft.reject('broken-checkbox', line);
    else if (parent === null && kind === 'checklist') this.draft.warn('item-without-checkbox', line);
    return parent;
  }

  private addItem(
    phase: PhaseDraft,
    text: string,
    block: Paragraph,
    above: PlanItem | null,
  ): PlanItem | null {
    const { start, line } = block.span;
    const section = this.section;
    if (section?.kind === 'other') this.draft.warn('checkbox-outside-checklist', line);
    const of = section?.kind === 'checklist' ? section.of : section === null ? 'primary' : 'secondary';
    const sectionTitle = section?.title ?? null;
    return this.draft.addItem(phase, { text, line, mark: start + 1, section: of, sectionTitle, above });
  }

  private addText(text: string, from: number, line: number): void {
    let offset = from;
    while (/\s/.test(this.source.charAt(offset))) offset += 1;
    if (this.section?.kind === 'goals') this.phase?.goals.push({ text, offset, line });
    if (this.section?.kind === 'technologies') {
      this.phase?.technologies.push({ text, names: technologyNames(text), offset, line });
    }
  }
}
