/** Values that go with a log message; never a secret. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where Ringside's code says what it does; adapters write it as JSON lines or for a terminal. */
export interface Logger {
  /** What helps to find a fault, such as each request; usually switched off. */
  debug(message: string, fields?: LogFields): void;
  /** What an operator wants to read afterwards: a start, a stop, a change. */
  info(message: string, fields?: LogFields): void;
  /** Something is wrong, but the program goes on by itself. */
  warn(message: string, fields?: LogFields): void;
  /** Something failed that somebody has to look at. */
  error(message: string, fields?: LogFields): void;
}

const nothing = (): void => {};

/** A logger that drops everything. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
