import { type Allocations, type AllocationsOptions, allocationsSchema, createAllocations } from '@ringside/allocations';
import { createTables } from '@ringside/client-recipes';
import {
  type CasFate,
  fakeConditional,
  FakeCql,
  fakeCqlClient,
  faultyCqlClient,
  QUICK,
  type StatementFate,
} from '@ringside/client-recipes/testing';
import type { Clock } from '@ringside/core';
import type { CheckpointStore } from '../checkpoint.ts';
import type { CsvInput } from '../csv/csv-input.ts';
import { allocationsLoadErrors } from '../errors.ts';
import type { Rejects } from '../rejects.ts';

export const TEST = 'big-buttons';
const KEYSPACE = 'shop';
const ANSWERED = (): 'answered' => 'answered';

/** What goes wrong for one program. */
export interface Faults {
  /** Is called before each statement; what it throws is what the program gets. */
  readonly step?: (statement: string) => void | Promise<void>;
  /** What becomes of the next statement that isn't conditional. */
  readonly fate?: (statement: string) => StatementFate;
  /** What becomes of the next conditional write. */
  readonly casFate?: () => CasFate;
}

/** A program that uses the store. */
export interface Program {
  readonly allocations: Allocations;
  /** Lets happen what was late. */
  readonly arrive: () => void;
}

/** A Cassandra with the tables and a test that has the cells A and B. */
export interface World {
  readonly clock: Clock;
  /** Lets time pass, in milliseconds. */
  pass(durationMs: number): void;
  /** Opens a program, and says how to let happen what was late for it. */
  open(faults?: Faults): Program;
  /** What is stored, a line for each allocation: `customer test cell`. */
  stored(): readonly string[];
}

export async function newWorld(): Promise<World> {
  const cql = new FakeCql();
  await createTables(fakeCqlClient(cql), allocationsSchema(KEYSPACE));
  const clock: Clock = { ...QUICK, nowMs: () => cql.nowMs, monotonicMs: () => cql.nowMs };
  const open: World['open'] = ({ step = () => undefined, fate = ANSWERED, casFate = ANSWERED } = {}) => {
    const cas = fakeConditional(cql, async () => {
      await step('IF');
      return casFate();
    });
    const faulty = faultyCqlClient(cql, async (statement) => {
      await step(statement);
      return fate(statement);
    });
    const options: AllocationsOptions = { keyspace: KEYSPACE, conditional: cas.conditional, clock };
    const arrive = (): void => {
      cas.arrive();
      faulty.arrive();
    };
    return { allocations: createAllocations(faulty.client, options), arrive };
  };
  await open().allocations.createTest({ testId: TEST, cells: ['A', 'B'], expectedCustomers: 1_000 });
  return { clock, pass: (durationMs) => void (cql.nowMs += durationMs), open, stored: () => storedLines(cql) };
}

function storedLines(cql: FakeCql): readonly string[] {
  const rows = cql.rows(`${KEYSPACE}.allocations`);
  return rows.map((row) => ['customer_id', 'test_id', 'cell'].map((column) => String(row.get(column))).join(' ')).toSorted();
}

/** A step that kills the program before its statement number `after`, from 0: no statement of it is sent any more. */
export function killedAfter(after: number): () => void {
  let steps = 0;
  return () => {
    if (steps >= after) throw Object.assign(new Error('killed'), { code: 0x22_00 });
    steps += 1;
  };
}

/** Bytes in memory, which are read in chunks of this size. */
export function csvText(content: string | Uint8Array, chunkBytes = 7): CsvInput {
  const bytes = Buffer.from(content as string);
  return {
    describe: async () => ({ identity: `${bytes.length} bytes`, sizeBytes: bytes.length }),
    read: async function* (fromByte, endByte) {
      for (let at = fromByte; at < endByte; at += chunkBytes) yield bytes.subarray(at, Math.min(at + chunkBytes, endByte));
    },
  };
}

/** What stays on the disk when a program is killed. */
export interface Disk {
  readonly checkpoint: CheckpointStore;
  readonly rejects: Rejects;
  /** Everything in the file of rejects. */
  rejected(): readonly { readonly place: string; readonly reason: string; readonly text: string }[];
}

/** @param mayWrite false when the program is dead: then nothing reaches the disk any more */
export function newDisk(): Disk & { program(mayWrite: () => boolean): Disk } {
  let saved: string | undefined;
  let bytes = '';
  const program = (mayWrite: () => boolean): Disk => ({
    checkpoint: {
      load: async () => (saved === undefined ? undefined : JSON.parse(saved)),
      save: async (checkpoint) => {
        if (mayWrite()) saved = JSON.stringify(checkpoint);
      },
    },
    rejects: {
      open: async (keptBytes) => {
        if (bytes.length < keptBytes) throw allocationsLoadErrors.REJECTS_LOST({ message: 'lost' });
        bytes = bytes.slice(0, keptBytes);
        return {
          add: async (row) => {
            if (mayWrite()) bytes += `${JSON.stringify(row)}\n`;
          },
          flush: async () => bytes.length,
          close: async () => undefined,
        };
      },
    },
    rejected: () => bytes.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)])),
  });
  return { ...program(() => true), program };
}
