import type cassandra from 'cassandra-driver';
import { levelNumber } from './levels.ts';
import type { Page, RequestOptions } from './options.ts';
import { type DriverType, toCqlType } from './types/type.ts';
import { driverRow, rowBytes } from './wire/keep-bytes.ts';

const PAGE_SIZE = 5000;

/**
 * The driver takes the level ANY, which is 0 on the wire, for "no level" and sends ONE instead. An object that is worth 0 is sent as
 * what it is.
 */
export function driverOptions(options: RequestOptions, readTimeout: number, prepare: boolean): cassandra.QueryOptions {
  const { consistency = 'LOCAL_ONE', serialConsistency, trace = false, pageSize = PAGE_SIZE, pageState, timestampMicros } = options;
  const level = levelNumber(consistency);
  return {
    prepare,
    consistency: level === 0 ? (Object(0) as number) : level,
    traceQuery: trace,
    autoPage: false,
    readTimeout,
    fetchSize: pageSize,
    ...(serialConsistency !== undefined && { serialConsistency: levelNumber(serialConsistency) }),
    ...(pageState !== undefined && { pageState }),
    ...(timestampMicros !== undefined && { timestamp: timestampMicros }),
  };
}

/** The driver's answer; where the bytes of its rows were kept, a row is read from them when it is asked for. */
export function toPage(result: cassandra.types.ResultSet, keepsBytes: boolean): Page {
  const described = result.columns ?? [];
  const rows = result.rows ?? [];
  return {
    columns: described.map(({ name, type }) => ({ name, type: toCqlType(type as DriverType) })),
    get rows() {
      return keepsBytes ? rows.map((row) => driverRow(row, described)) : rows;
    },
    cells: keepsBytes ? rows.map((row) => rowBytes(row)) : [],
    pageState: result.pageState ?? undefined,
    warnings: result.info.warnings ?? [],
    traceId: result.info.traceId?.toString(),
  };
}
