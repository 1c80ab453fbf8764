import type { ConsistencyLevel } from '@ringside/model';
import cassandra from 'cassandra-driver';

const numbers = cassandra.types.consistencies as unknown as Readonly<Record<string, number>>;

/** A level's number in the native protocol (native_protocol_v5.spec, section 3: `consistency`). */
export function levelNumber(level: ConsistencyLevel): number {
  const found = numbers[level.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())];
  if (found === undefined) throw new RangeError(`${level} is not a consistency level`);
  return found;
}

/** A level's name by its number; of one that has no name, the number. */
export function levelName(level: number): string {
  const entry = Object.entries(numbers).find(([, value]) => value === level);
  return entry === undefined ? String(level) : entry[0].replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
