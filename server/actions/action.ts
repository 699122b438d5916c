import type { z } from 'zod';
import type { EventType } from '../events/catalogue';
import type { ActorKind, BuiltinPolicy, Permission, PolicyContext } from '../policy/policy.types';
import type { Work } from '../work/work.types';
import type { AvailableAction, AvailableInput, AvailableResult } from './available.schema';
import type { Change, Refusal } from './change';
import type { BaseFacts } from './facts';
import type { ProcessTold } from './observer';
import type { Fragment } from './sql';

export type Scope = 'read' | 'act' | 'knowledge' | 'admin-read';

/** Facts of the pipeline and the action's own, read in one statement. */
export interface Facts<Own> extends BaseFacts {
  readonly own: Own;
}

/** What policy needs to know, derived from facts; null when the thing named does not exist here. */
export interface Derived {
  readonly resource: { readonly kind: string; readonly id: string; readonly label: string };
  readonly context: Partial<PolicyContext>;
  /** Unused, unexpired overrides of this actor for this resource; the first of each policy is used first. */
  readonly overrides?: readonly { readonly id: string; readonly policyId: string }[];
}

/** What a rule may use besides facts and input. */
export interface RuleEnv {
  /** A fresh UUID (v7). */
  readonly newId: () => string;
  /** A fresh agent token and the hex SHA-256 that is stored of it. */
  readonly newAgentToken: (id: string) => { readonly token: string; readonly hash: string };
  readonly moves: MovesOf;
  /** The secret of a fresh one-time link and the hex SHA-256 that is stored of it. */
  readonly newLinkSecret: () => { readonly secret: string; readonly hash: string };
  /** What must not travel as an argument, such as a password's hash: neither scanned nor kept with the request. */
  readonly sealed: Readonly<Record<string, string>>;
  /** Whether letters go out. */
  readonly mails: boolean;
}

/**
 * Every offered move on a handoff for the actor of these facts, judged as `actions.available` judges it. `own` is what
 * handoffFacts reads.
 */
export type MovesOf = (facts: Facts<unknown>, handoff: string) => readonly AvailableAction[];

/** A candidate call, for the list of available actions. */
export interface Offer {
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Arguments still to be given by the caller, with a stand-in that lets the rule run. */
  readonly needs?: readonly string[];
  readonly standIn?: Readonly<Record<string, unknown>>;
}

interface Spec<Name extends string, In extends z.ZodType, Out extends z.ZodType> {
  readonly name: Name;
  readonly title: string;
  readonly description: string;
  readonly input: In;
  readonly output: Out;
  /** Least permission in the project. */
  readonly permission: Permission;
  readonly scope: Scope;
  readonly adminAction?: boolean;
  /** Most characters of its arguments together, where it takes a file along; see guardInput. */
  readonly maxCharacters?: number;
  /** 'system': jobs, deadlines and the command line only. */
  readonly audience?: 'everyone' | 'system';
  /**
   * Where it runs: in a project of people's work (if absent), in the reserved project `instance`, or in both. A query of
   * both asks for an admin there: everybody is in it, and nobody may see by that who else is.
   */
  readonly place?: 'project' | 'instance' | 'any';
}

export interface Action<
  Name extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
  Own = unknown,
> extends Spec<Name, In, Out> {
  readonly kind: 'action';
  /** Events it appends, or why none. */
  readonly events: readonly EventType[] | { readonly none: string };
  /** Events of other nouns, one for each thing it touches: none, one or many. */
  readonly besides?: readonly EventType[];
  /** caller: expectedVersion decides, a lost race is a CONFLICT. server: its own compare-and-set is tried again. */
  readonly retry: 'caller' | 'server';
  readonly sessionExempt?: boolean;
  /** Answers a ticket and asks for none. */
  readonly opensSession?: boolean;
  /** Removes what nobody can bring back: its input takes `confirm`, and only a person gets through; see confirm.schema.ts. */
  readonly destructive?: boolean;
  /** Runs in an archived project as well, where nothing else changes anything. */
  readonly inArchive?: boolean;
  /** Codes it may answer beyond those every action may. */
  readonly refusals: readonly string[];
  facts(input: z.output<In>): Fragment<Own>;
  /**
   * Facts that no database has, such as what a text says: worked out in a thread, once the policies let the caller by,
   * and laid over the others before the rule is asked.
   */
  prepare?(input: z.output<In>, work: Work): Promise<object>;
  derive(facts: Facts<Own>, input: z.output<In>): Derived | null;
  rule(facts: Facts<Own>, input: z.output<In>, env: RuleEnv): Change<z.input<Out>> | Refusal;
  /** Candidate calls on the handoff whose facts these are. */
  offers?(facts: Facts<Own>): readonly Offer[];
}

export interface Query<
  Name extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
> extends Spec<Name, In, Out> {
  readonly kind: 'query';
  /** Reads within the project of the actor; null when the thing named does not exist here. */
  read(context: QueryContext, input: z.output<In>): Promise<z.input<Out> | null>;
}

/** A reader can only ask about its own project: the id is given, not taken. */
export interface QueryContext {
  readonly facts: BaseFacts;
  readonly projectId: string;
  rows<Row>(query: Fragment<Row>): Promise<Row[]>;
  /** Evaluates the available actions; see available.ts. */
  readonly runtime: QueryRuntime;
}

/** Kept apart from the pipeline's runtime, so that queries cannot commit. */
export interface QueryRuntime {
  /** What the same caller may do; see available.ts. */
  available(input: z.output<typeof AvailableInput>): Promise<AvailableResult>;
  readonly moves: MovesOf;
  readonly policySet: string;
  /** The policies of the build, in the order in which denials are listed. */
  policies(): readonly BuiltinPolicy[];
  /**
   * Ids of the policies that looked at the run of an action that appended this event; null where that run is counted by
   * another event of it, or nothing ran.
   */
  watching(event: {
    readonly action: string;
    readonly type: string;
    readonly kind: ActorKind;
  }): readonly string[] | null;
  /** How the process that answers does; absent where nobody counts. */
  readonly process?: (() => Promise<ProcessTold>) | undefined;
}

export type AnyAction = Action;
export type AnyQuery = Query;

export function defineAction<Own>() {
  return <Name extends string, In extends z.ZodType, Out extends z.ZodType>(
    spec: Omit<Action<Name, In, Out, Own>, 'kind'>,
  ): Action<Name, In, Out, Own> => ({ kind: 'action', ...spec });
}

export function defineQuery<Name extends string, In extends z.ZodType, Out extends z.ZodType>(
  spec: Omit<Query<Name, In, Out>, 'kind'>,
): Query<Name, In, Out> {
  return { kind: 'query', ...spec };
}
