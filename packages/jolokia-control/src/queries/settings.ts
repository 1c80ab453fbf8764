import { errors } from '@ringside/core';
import { isLogLevel, LOG_LEVELS, type LogLevel } from '@ringside/model';
import { exec, read } from '../protocol.ts';
import type { Query } from '../query.ts';
import type { OperationOf } from '../mbeans.ts';
import { mapOf, text, texts } from '../values.ts';

/** See `NodeLogging.loggingLevels`. Source: `StorageService.LoggingLevels`. */
export const loggingLevelsQuery: Query<Readonly<Record<string, string>>> = {
  doing: 'tell its logging levels',
  requests: [read('storageService', 'LoggingLevels')],
  decode: (answers) => mapOf(answers.attribute(0, 'LoggingLevels'), 'LoggingLevels', text),
};

/** See `NodeLogging.setLoggingLevel`. Source: `StorageService.setLoggingLevel`. Logback takes a level it does not know for DEBUG, and Cassandra an empty name for "reset all". */
export function setLoggingLevelQuery(logger: string, level: LogLevel): Query<void> {
  if (!isLogLevel(level)) {
    throw errors.INVALID_ARGUMENT({
      message: `"${String(level)}" is not a logging level`,
      remedy: `Use one of ${LOG_LEVELS.join(', ')}.`,
    });
  }
  if (logger.trim() === '') throw errors.INVALID_ARGUMENT({ message: 'A logger needs a name', remedy: 'Use ROOT for the root logger.' });
  return operation(`set the level of logger ${logger}`, 'setLoggingLevel(java.lang.String,java.lang.String)', logger, level);
}

/** See `NodeStorage.dataDirectories`. Source: `StorageService.AllDataFileLocations`. */
export const dataDirectoriesQuery: Query<readonly string[]> = {
  doing: 'tell its data directories',
  requests: [read('storageService', 'AllDataFileLocations')],
  decode: (answers) => texts(answers.attribute(0, 'AllDataFileLocations'), 'AllDataFileLocations'),
};

/** See `NodeStorage.flush`, for named keyspaces. Source: `StorageService.forceKeyspaceFlush`. */
export function flushQuery(keyspaces: readonly string[], tables: readonly string[]): Query<void> {
  return {
    doing: 'flush',
    requests: keyspaces.map((keyspace) =>
      exec('storageService', 'forceKeyspaceFlush(java.lang.String,[Ljava.lang.String;)', keyspace, tables),
    ),
    decode: (answers) => keyspaces.forEach((_, index) => answers.value(index)),
  };
}

/** A call of a `StorageService` operation whose answer says nothing. */
export function operation(doing: string, name: OperationOf<'storageService'>, ...args: readonly unknown[]): Query<void> {
  return { doing, requests: [exec('storageService', name, ...args)], decode: (answers) => void answers.value(0) };
}
