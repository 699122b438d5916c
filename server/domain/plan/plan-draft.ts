import type { TextLine } from './markdown-blocks';
import { itemFingerprint, utf8Length } from './plan.rules';
import { PLAN_MAX_ITEMS, type PlanIssue, type PlanIssueCode, type PlanSection } from './plan.schema';
import type { ParsedPlan, PlanGoal, PlanItem, PlanMetadata, PlanTechnologies } from './plan.types';

export interface PhaseDraft {
  readonly ordinal: number;
  readonly key: string;
  readonly number: number;
  readonly title: string;
  readonly line: number;
  readonly goals: PlanGoal[];
  readonly technologies: PlanTechnologies[];
  readonly items: PlanItem[];
}

interface NoteDraft {
  readonly title: string;
  readonly start: number;
  end: number;
  readonly line: number;
}

interface NewItem {
  readonly text: string;
  readonly line: number;
  /** UTF-16 offset of the character between the brackets. */
  readonly mark: number;
  readonly section: PlanSection;
  readonly sectionTitle: string | null;
  readonly above: PlanItem | null;
}

const METADATA = /^([\p{L}][\p{L}\p{N} _-]{0,39}):\s+(\S.*)$/u;

/** Collects what a plan turns out to hold: numbers the items, names them, measures their offsets. */
export class PlanDraft {
  title: string | null = null;
  readonly phases: PhaseDraft[] = [];
  private readonly metadata: PlanMetadata[] = [];
  private readonly notes: NoteDraft[] = [];
  private readonly unparsed: PlanIssue[] = [];
  private readonly warnings: PlanIssue[] = [];
  private readonly keyUses = new Map<string, number>();
  private openNote: NoteDraft | null = null;
  private ordinal = 0;
  /** Marks come in file order, so every stretch of the text is measured once. */
  private measured = { utf16: 0, byte: 0 };
  private lines: readonly string[] | null = null;

  constructor(private readonly source: string) {}

  addPhase(number: number, title: string, place: { line: number; text: string }): PhaseDraft {
    const twin = this.phases.some((phase) => phase.number === number);
    if (twin) this.reject('duplicate-phase', place.line);
    else if (number < (this.phases.at(-1)?.number ?? 0)) this.warn('phase-out-of-order', place.line);
    if (title === '') this.warn('phase-title-missing', place.line);
    const ordinal = this.phases.length + 1;
    const phase: PhaseDraft = {
      ordinal,
      key: twin ? `phase-${number}-at-${ordinal}` : `phase-${number}`,
      number,
      title: title === '' ? place.text : title,
      line: place.line,
      goals: [],
      technologies: [],
      items: [],
    };
    this.phases.push(phase);
    return phase;
  }

  /** Answers the new item, or the one above it once the plan is full. */
  addItem(phase: PhaseDraft, item: NewItem): PlanItem | null {
    this.ordinal += 1;
    if (this.ordinal === PLAN_MAX_ITEMS + 1) this.reject('too-many-items', item.line);
    if (this.ordinal > PLAN_MAX_ITEMS) return item.above;
    // A broken heading inside a list opens a phase in the middle of it: no parent reaches across.
    const parent = item.above?.phaseKey === phase.key ? item.above : null;
    const name = `${phase.key}-${itemFingerprint(parent?.key ?? phase.key, item.text)}`;
    const uses = (this.keyUses.get(name) ?? 0) + 1;
    this.keyUses.set(name, uses);
    const added: PlanItem = {
      key: uses === 1 ? name : `${name}-${uses}`,
      ordinal: this.ordinal,
      phaseKey: phase.key,
      section: item.section,
      sectionTitle: item.sectionTitle,
      depth: parent === null ? 0 : parent.depth + 1,
      parentKey: parent?.key ?? null,
      text: item.text,
      checked: this.source.charAt(item.mark) !== ' ',
      line: item.line,
      markOffset: { utf16: item.mark, byte: this.byteOffset(item.mark) },
    };
    phase.items.push(added);
    return added;
  }

  /** Takes leading lines of the form `Label: value`; the first other line ends them. */
  addMetadata(lines: readonly TextLine[]): void {
    for (const { text, line } of lines) {
      const entry = METADATA.exec(text.slice(0, 500).replaceAll(/\*\*|__/g, ''));
      if (entry === null) return;
      this.metadata.push({ label: entry[1] ?? '', value: (entry[2] ?? '').trim(), line });
    }
  }

  hasOpenNote(): boolean {
    return this.openNote !== null;
  }

  openNoteAt(title: string, start: number, line: number): void {
    this.openNote = { title, start, end: start, line };
    this.notes.push(this.openNote);
  }

  closeNoteAt(end: number): void {
    if (this.openNote) this.openNote.end = end;
    this.openNote = null;
  }

  reject(code: PlanIssueCode, line: number): void {
    this.unparsed.push({ line, code, text: this.lineText(line) });
  }

  warn(code: PlanIssueCode, line: number): void {
    this.warnings.push({ line, code, text: this.lineText(line) });
  }

  result(): ParsedPlan {
    const value = (label: RegExp) => this.metadata.find((entry) => label.test(entry.label))?.value ?? null;
    const byLine = (a: PlanIssue, b: PlanIssue) => a.line - b.line;
    return {
      title: this.title,
      date: value(/^(?:дата|date)$/iu),
      author: value(/^(?:автор|author)$/iu),
      metadata: this.metadata,
      phases: this.phases,
      notes: this.notes.map(({ title, start, end, line }) => {
        return { title, text: this.source.slice(start, end).trim(), line };
      }),
      unparsed: this.unparsed.sort(byLine),
      warnings: this.warnings.sort(byLine),
    };
  }

  private byteOffset(utf16: number): number {
    const byte = this.measured.byte + utf8Length(this.source, this.measured.utf16, utf16);
    this.measured = { utf16, byte };
    return byte;
  }

  /** At most 200 characters; the cut never leaves half of a surrogate pair. */
  private lineText(line: number): string {
    this.lines ??= this.source.split(/\r\n|\n|\r/);
    return (this.lines[line - 1] ?? '').slice(0, 200).replace(/[\uD800-\uDFFF]/gu, '');
  }
}
