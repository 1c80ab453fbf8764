import type { JsonSchema, Schema } from './schema.ts';

/** A part of a file: from `start` up to, but not including, `end`, in bytes. */
export interface ByteRange {
  /** Offset of its first byte; 0 is the start of the file. */
  readonly start: number;
  /** Offset after its last byte: `{ start: 0, end: 5 }` has 5 bytes, and is `bytes=0-4` in a `Range` header. */
  readonly end: number;
}

/** A file as a handler has it. */
export interface FileContent {
  /** Of the whole file, whatever part is asked for. */
  readonly sizeBytes: number;
  /** Reads a part of it; called once at most, and ended early when the client leaves. */
  readonly open: (range: ByteRange) => AsyncIterable<Uint8Array>;
}

/** A file, or a part of it, as a client gets it. */
export interface ReceivedFile {
  /** Of the whole file. */
  readonly sizeBytes: number;
  /** What of it follows. */
  readonly range: ByteRange;
  /** To be read once; leaving the loop ends the request. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** An answer whose status says how far the work is. */
export interface OperationAnswer<T> {
  /** 202 while it goes on. */
  readonly status: number;
  /** What tells of the work, such as its id; by the schema that {@link operation} was given. */
  readonly body: T;
}

/** What a route answers a request with that succeeds. */
export interface Answer<Handled = unknown, Answered = unknown> {
  /** How the body is sent and read; `operation` is JSON that comes with its status, `either` is one of `alternatives`. */
  readonly kind: 'json' | 'empty' | 'text' | 'operation' | 'file' | 'events' | 'either';
  /** None of an empty answer. */
  readonly mediaType?: string;
  /** The first one unless the handler says another. */
  readonly statuses: readonly number[];
  /** Of a JSON body, a text, or one event. */
  readonly schema?: JsonSchema;
  /** Of `either`. */
  readonly alternatives?: readonly Answer[];
  /** Never there at run time: what a handler returns. */
  readonly '~handled'?: Handled;
  /** Never there at run time: what a client's method resolves to. */
  readonly '~answered'?: Answered;
}

/** What a handler returns for a body that is sent as a whole. */
export interface Whole<Body> {
  /** Default: the route's first status. */
  readonly status?: number;
  /** A value of the route’s schema, sent as JSON or as the text that it is; `undefined` for an empty body. */
  readonly body: Body;
}

/* @__NO_SIDE_EFFECTS__ */
/** A JSON value. `also` are statuses with which the same value is an answer and no error. */
export function json<T>(schema: Schema<T>, also: readonly number[] = []): Answer<Whole<T>, T> {
  return { kind: 'json', mediaType: 'application/json', statuses: [200, ...also], schema };
}

/* @__NO_SIDE_EFFECTS__ */
/** Done, and nothing to say. */
export function empty(): Answer<Whole<undefined>, undefined> {
  return { kind: 'empty', statuses: [200] };
}

/** A text that is made while it is sent, in the form that its reader asked for. */
export interface TextPieces {
  /** Of this form: another than the route's where the reader asked for it with its header `Accept`. */
  readonly mediaType: string;
  /** The text, in order; read no faster than the client reads, and ended early when it leaves. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/* @__NO_SIDE_EFFECTS__ */
/**
 * A text of some media type: the one that is told about, and that a client of this package asks for.
 *
 * @param mediaType such as `text/plain`
 */
export function plainText(mediaType: string, schema: Schema<string>): Answer<Whole<string> | { readonly text: TextPieces }, string> {
  return { kind: 'text', mediaType, statuses: [200], schema };
}

/* @__NO_SIDE_EFFECTS__ */
/** Work that may outlast the request: 202 with what tells of it; `also` are statuses of work that has ended, or was not begun. */
export function operation<T>(schema: Schema<T>, also: readonly number[] = []): Answer<OperationAnswer<T>, OperationAnswer<T>> {
  return { kind: 'operation', mediaType: 'application/json', statuses: [202, ...also], schema };
}

/* @__NO_SIDE_EFFECTS__ */
/** A file, of which a client may ask for a range. */
export function file(): Answer<{ readonly file: FileContent }, ReceivedFile> {
  return { kind: 'file', mediaType: 'application/octet-stream', statuses: [200, 206] };
}

/* @__NO_SIDE_EFFECTS__ */
/** Events, one JSON value each, for as long as the client listens and there are any. */
export function events<T>(schema: Schema<T>): Answer<{ readonly events: AsyncIterable<T> }, AsyncIterable<T>> {
  return { kind: 'events', mediaType: 'text/event-stream', statuses: [200], schema };
}

/* @__NO_SIDE_EFFECTS__ */
/** One of two answers, told apart by their media types. */
export function either<H1, A1, H2, A2>(first: Answer<H1, A1>, second: Answer<H2, A2>): Answer<H1 | H2, A1 | A2> {
  const statuses = [...new Set([...first.statuses, ...second.statuses])];
  return { kind: 'either', statuses, alternatives: [first, second] };
}

/** The kinds of answer that a route has. */
export function alternativesOf(answer: Answer): readonly Answer[] {
  return answer.alternatives ?? [answer];
}
