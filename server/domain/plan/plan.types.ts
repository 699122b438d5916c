import type { PlanIssue, PlanSection } from './plan.schema';

/** Where one character stands: in UTF-16 units (JavaScript strings) and in UTF-8 bytes (files). */
interface SourceOffset {
  readonly utf16: number;
  readonly byte: number;
}

export interface PlanGoal {
  readonly text: string;
  /** UTF-16 offset of the goal's first character. */
  readonly offset: number;
  readonly line: number;
}

export interface PlanTechnologies {
  readonly text: string;
  /** The comma-separated names of the line, in order, without doubles. */
  readonly names: readonly string[];
  readonly offset: number;
  readonly line: number;
}

export interface PlanItem {
  /** Made from the item's text and its parents' texts, so ticking, adding or moving other items keeps it. */
  readonly key: string;
  /** Counts checkboxes over the whole plan, from 1. */
  readonly ordinal: number;
  readonly phaseKey: string;
  readonly section: PlanSection;
  /** What the checklist's heading says after its label, or the heading of a group inside it. */
  readonly sectionTitle: string | null;
  /** Number of checkbox ancestors. */
  readonly depth: number;
  readonly parentKey: string | null;
  /** Markdown source of the item's first paragraph, on one line. */
  readonly text: string;
  readonly checked: boolean;
  readonly line: number;
  /** The character between the brackets. */
  readonly markOffset: SourceOffset;
}

export interface PlanPhase {
  readonly ordinal: number;
  readonly key: string;
  readonly number: number;
  readonly title: string;
  readonly line: number;
  readonly goals: readonly PlanGoal[];
  readonly technologies: readonly PlanTechnologies[];
  /** In file order, so a parent stands before its children. */
  readonly items: readonly PlanItem[];
}

export interface PlanMetadata {
  readonly label: string;
  readonly value: string;
  readonly line: number;
}

/** A section outside the phases; `text` is its untouched Markdown. */
export interface PlanNote {
  readonly title: string;
  readonly text: string;
  readonly line: number;
}

export interface ParsedPlan {
  readonly title: string | null;
  readonly date: string | null;
  readonly author: string | null;
  readonly metadata: readonly PlanMetadata[];
  readonly phases: readonly PlanPhase[];
  readonly notes: readonly PlanNote[];
  /** Reads like a part of the plan and could not be taken in. */
  readonly unparsed: readonly PlanIssue[];
  /** Understood, but probably not what the author meant. */
  readonly warnings: readonly PlanIssue[];
}
