import cassandra from 'cassandra-driver';

const kept = new WeakMap<Error, string>();

/**
 * What the server said. cassandra-driver 4.10 puts a sentence of its own in the place of the server's for unavailable, timeout and
 * failure errors, and with it drops why each replica failed. See {@link keepServerMessages}.
 */
export function serverMessageOf(error: Error): string {
  return kept.get(error) ?? error.message;
}

let isKept = false;

/**
 * Makes the driver's `ResponseError` remember the sentence that it is made with. The driver looks the class up each time it makes one,
 * so a class that extends it can stand in its place, and nothing changes for other users of the driver. Done once a process.
 */
export function keepServerMessages(): void {
  if (isKept) return;
  isKept = true;
  const Original = cassandra.errors.ResponseError as unknown as new (code: number, message: string) => Error;
  class ResponseError extends Original {
    constructor(code: number, message: string) {
      super(code, message);
      kept.set(this, message);
    }
  }
  Object.assign(cassandra.errors, { ResponseError });
}
