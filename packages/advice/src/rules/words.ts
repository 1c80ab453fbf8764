import type { TableFacts } from '../facts.ts';

/** `orders.events`. */
export function nameOf({ keyspace, table }: Pick<TableFacts, 'keyspace' | 'table'>): string {
  return `${keyspace}.${table}`;
}

/** `12.5%`. */
export function percent(ratio: number): string {
  return `${Math.round(ratio * 1_000) / 10}%`;
}

/** Why something is not known that only the management interface tells. */
export const NEEDS_MANAGEMENT = 'The node did not tell it; most of it needs the management interface';
