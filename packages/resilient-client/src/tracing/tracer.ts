/** What is said about an operation, by the names of the semantic conventions. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** What the client uses of a span of `@opentelemetry/api`. */
export interface ClientSpan {
  /** Adds attributes. */
  setAttributes(attributes: SpanAttributes): unknown;
  /**
   * Adds something that happened meanwhile.
   *
   * @param name such as `ringside.retry`
   */
  addEvent(name: string, attributes: SpanAttributes): unknown;
  /** Sets how it ended: 2 is an error. */
  setStatus(status: { readonly code: 2 }): unknown;
  /** Ends it now. */
  end(): unknown;
}

/** What the client uses of a tracer: one of `@opentelemetry/api` is one, and the client depends on nothing. */
export interface SpanTracer {
  /** Begins a span now, below the one that is active: 2 is the kind of a client. */
  startSpan(name: string, options: { readonly kind: 2; readonly attributes: SpanAttributes }): ClientSpan;
}
