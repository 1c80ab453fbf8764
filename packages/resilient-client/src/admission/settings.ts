/** How many requests the client sends at once, and how many more may wait. */
export interface RequestSettings {
  /** Requests in progress at once. Each takes a stream id, and the driver uses 2,048 of them on a connection. Default: 2,048. */
  readonly most: number;
  /** Requests that wait, in order of arrival. When the queue is full, further requests fail immediately. Default: 10,000. */
  readonly queue: number;
  /** How long a request may wait before it fails. Default: 5 s. */
  readonly waitMs: number;
}

/** What is used unless the client is told otherwise. */
export const REQUEST_DEFAULTS: RequestSettings = { most: 2_048, queue: 10_000, waitMs: 5_000 };
