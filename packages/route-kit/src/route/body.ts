import type { JsonSchema, Schema } from './schema.ts';

/** What a client can send as bytes. */
export type SentBytes = Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array>;

/** The body of a request. */
export interface Body<Sent = unknown, Read = unknown> {
  /** `json` is read whole and checked before the handler runs; `bytes` reach it piece by piece. */
  readonly kind: 'json' | 'bytes';
  /** What a client sends as `content-type`, such as `application/json`. */
  readonly mediaType: string;
  /** More is answered with 413. */
  readonly maxBytes: number;
  /** Of a JSON body. */
  readonly schema?: JsonSchema;
  /** Never there at run time. */
  readonly '~sent'?: Sent;
  /** Never there at run time. */
  readonly '~read'?: Read;
}

const MOST_JSON_BYTES = 16_384;

/* @__NO_SIDE_EFFECTS__ */
/** A JSON body. */
export function jsonBody<T>(schema: Schema<T>, maxBytes: number = MOST_JSON_BYTES): Body<T, T> {
  return { kind: 'json', mediaType: 'application/json', maxBytes, schema };
}

/* @__NO_SIDE_EFFECTS__ */
/** Bytes, which the handler reads as they come. */
export function bytesBody(maxBytes: number): Body<SentBytes, AsyncIterable<Uint8Array>> {
  return { kind: 'bytes', mediaType: 'application/octet-stream', maxBytes };
}
