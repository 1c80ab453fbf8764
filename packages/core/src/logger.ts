/** Values that go with a log message; never a secret. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where Ringside's code says what it does; adapters write it as JSON lines or for a terminal. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const nothing = (): void => {};

/** A logger that drops everything. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
