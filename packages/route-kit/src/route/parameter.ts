import type { JsonSchema } from './schema.ts';
import type { Statuses } from './status.ts';

/** One parameter of a route: how it is written, how it is read, what the reader of the reference is told. */
export interface Parameter<Sent = never, Read = unknown, Required extends boolean = boolean> {
  /** What it is, in a sentence. */
  readonly doc: string;
  /** The schema of its text, which is shown; what is accepted is what `read` reads. */
  readonly schema: JsonSchema;
  /**
   * Its value; undefined for a text that is none.
   *
   * @throws OpsError where the parameter has an error of its own
   */
  readonly read: (text: string) => Read | undefined;
  /** Its text, of a value. */
  readonly write: (value: Sent) => string;
  /** What is told to who wrote another text. */
  readonly rule?: string;
  /** Whether `read` is meant to differ from the schema: more generous, or with an error of its own. */
  readonly differs?: boolean;
  /** Whether a request without it is refused with 400. */
  readonly required: Required;
  /** The query parameter that it needs beside it. */
  readonly needs?: string;
  /** Statuses of routes that have it. */
  readonly statuses?: Statuses;
}

/** Parameters by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** What a parameter is made of. */
export type ParameterParts<Sent, Read> = Omit<Parameter<Sent, Read>, 'required' | 'needs' | 'write'> & {
  /** Default: as `String()` writes it. */
  readonly write?: (value: Sent) => string;
};

/* @__NO_SIDE_EFFECTS__ */
/** Makes a parameter that a request cannot do without. */
export function parameter<Read, Sent = Read>(parts: ParameterParts<Sent, Read>): Parameter<Sent, Read, true> {
  return { write: (value) => String(value), ...parts, required: true };
}

/* @__NO_SIDE_EFFECTS__ */
/** The reader of a text that stays as it is, if it matches. */
export function matching(pattern: RegExp): (text: string) => string | undefined {
  return (text) => (pattern.test(text) ? text : undefined);
}

/* @__NO_SIDE_EFFECTS__ */
/**
 * The parameter where it may be left out; `needs` names one that must be there if it is.
 *
 * @param needs the name of the parameter that must be there if this one is
 */
export function optional<Sent, Read>(of: Parameter<Sent, Read>, needs?: string): Parameter<Sent, Read, false> {
  return { ...of, required: false, ...(needs !== undefined && { needs }) };
}

type Wanted<Ps, Required extends boolean> = { [K in keyof Ps]: Ps[K] extends Parameter<never, unknown, Required> ? K : never }[keyof Ps];
type SentOf<P> = P extends Parameter<infer Sent> ? Sent : never;
type ReadOf<P> = P extends Parameter<never, infer Read> ? Read : never;

/** Values as a client gives them. */
export type SentParameters<Ps> = { readonly [K in Wanted<Ps, true>]: SentOf<Ps[K]> } & {
  readonly [K in Wanted<Ps, false>]?: SentOf<Ps[K]>;
};

/** Values as a handler gets them. */
export type ReadParameters<Ps> = { readonly [K in Wanted<Ps, true>]: ReadOf<Ps[K]> } & {
  readonly [K in Wanted<Ps, false>]?: ReadOf<Ps[K]>;
};
