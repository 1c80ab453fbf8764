import type { LogFields, Logger } from '@ringside/core';
import { destination, type Logger as PinoLogger, pino } from 'pino';

/** JSON lines on standard error; standard output is for what programs read. */
export function createLogger(level: string): PinoLogger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ['req.headers'] }, destination({ fd: 2, sync: true }));
}

/** The same logger as the port that Ringside's packages know. */
export function asLoggerPort(logger: PinoLogger): Logger {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}): void =>
      logger[level](fields, message);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
