/** A request that took longer than it may. It tells no more than that, as Apache's sidecar does. */
export class RequestTimeout extends Error {
  override readonly name = 'RequestTimeout';

  constructor() {
    super('The request took too long');
  }
}

/** A request that is refused with a status of HTTP's own, for what it is and not for what it asks. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** The status of the answer. */
  readonly status: number;
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
