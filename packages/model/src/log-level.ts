/** The levels that logback, Cassandra's logger, knows, from everything to nothing. */
export const LOG_LEVELS = ['ALL', 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'OFF'] as const;

/** A level of Cassandra's logger. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Whether a text is a {@link LogLevel}, in upper case. It has to be checked: logback takes what it does not know for DEBUG. */
export function isLogLevel(text: string): text is LogLevel {
  return (LOG_LEVELS as readonly string[]).includes(text);
}
