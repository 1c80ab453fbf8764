import { API, NO_CASSANDRA, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, mapOf, object, type Schema, text } from '@ringside/route-kit';
import { logger, logLevel } from './parameters.ts';

const PATH = `${API}/cassandra/logging/levels` as const;

/** Logger → level. */
export interface LoggingLevelsAnswer {
  /** By the logger’s name, such as `ROOT: 'INFO'`; only loggers with a level of their own, not those that inherit one. */
  readonly levels: Readonly<Record<string, string>>;
}

const loggingLevelsAnswer: Schema<LoggingLevelsAnswer> = object({ levels: mapOf(text()) });

/** Logging levels: `GET /api/v1/cassandra/logging/levels`. */
export const loggingLevels = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'loggingLevels',
  path: PATH,
  answer: json(loggingLevelsAnswer),
  statuses: NO_CASSANDRA,
  permission: 'LOGGING:READ',
});

export const aboutLoggingLevels = describeRoute(loggingLevels, {
  summary: 'Logging levels',
  doc: 'Loggers that have a level of their own.',
  example: { answer: { levels: { ROOT: 'INFO' } } },
});

/** Set a logging level: `PUT /api/v1/cassandra/logging/levels`. */
export const setLoggingLevel = defineRoute({
  id: 'setLoggingLevel',
  method: 'PUT',
  path: PATH,
  origin: 'ringside',
  query: { logger, level: logLevel },
  answer: json(loggingLevelsAnswer),
  statuses: NO_CASSANDRA,
  duration: 'short',
  permission: 'LOGGING:MODIFY',
  idempotent: true,
  audit: true,
});

export const aboutSetLoggingLevel = describeRoute(setLoggingLevel, {
  summary: 'Set a logging level',
  doc: 'Until the node restarts. `ROOT` is the root logger. Answers with all levels as they then are.',
  example: {
    params: { logger: 'org.apache.cassandra.gms', level: 'DEBUG' },
    answer: { levels: { ROOT: 'INFO', 'org.apache.cassandra.gms': 'DEBUG' } },
  },
});
