import { type Clock, errors, systemClock, throwIfAborted } from '@ringside/core';
import type { ConsistencyLevel } from '@ringside/model';
import { token, type Token, type TokenRange } from '@ringside/ring';
import type { RecipeClient, RecipeRow } from '../client.ts';
import type { Waiting } from '../send-idempotent.ts';
import { NOTHING, readCheckpoint, type RowsCheckpoint } from './checkpoint.ts';
import { mergeUnordered } from './merge-unordered.ts';
import { pagesOf, type PiecePage } from './pages.ts';
import { ScanProgress, type RowsProgress } from './progress.ts';
import { cutRing } from './ranges.ts';
import { describeTable, selectRange } from './table.ts';

/** Which rows are read, and how. */
export interface ReadAllRowsOptions {
  /** The exact name of the keyspace: `MixKs` and `"MixKs"` are the same, and neither is `mixks`. */
  readonly keyspace: string;
  /** The exact name of the table. */
  readonly table: string;
  /** The exact names of the columns to read; none to only count rows. Default: all. */
  readonly columns?: readonly string[] | undefined;
  /** Into about how many token ranges the ring is split. Each token of the ring ends one, so there can be more. Default: 256. */
  readonly pieces?: number | undefined;
  /** How many pages exist at most, those included that are being read and the one that you process. Default: 4. */
  readonly parallel?: number | undefined;
  /** Rows per page. Default: 1,000. */
  readonly pageSize?: number | undefined;
  /** Default: LOCAL_QUORUM. */
  readonly consistency?: Extract<ConsistencyLevel, 'ONE' | 'LOCAL_ONE' | 'LOCAL_QUORUM' | 'QUORUM' | 'ALL'> | undefined;
  /** Where an earlier run had got to: the {@link RowsCheckpoint} that `onCheckpoint` was given last, also after a round trip through JSON. */
  readonly checkpoint?: unknown;
  /** Is given a new checkpoint after each page that was processed, and is awaited before the next batch is handed out. */
  readonly onCheckpoint?: ((checkpoint: RowsCheckpoint, progress: RowsProgress) => void | Promise<void>) | undefined;
  /** Ends the read. */
  readonly signal?: AbortSignal | undefined;
  /** Measures time-outs and sleeps between attempts. Default: the machine's. */
  readonly clock?: Clock | undefined;
}

/** Rows that were read together. */
export interface RowBatch {
  /** The piece of the ring that they are of. */
  readonly range: TokenRange;
  /** At least one, in the order of their tokens. Beside your columns, each has its token as its first column: `row.get(0)`. */
  readonly rows: readonly RecipeRow[];
  /** How much has been processed, this batch excluded. */
  readonly progress: RowsProgress;
}

/**
 * Every row of a table, by token range, in batches of a page each. The order of the batches is not defined.
 *
 * A batch counts as processed when the next one is asked for, which a `for await` loop does when its body has ended. So await in the body whatever must not be
 * lost. Rows of a batch that was not processed are read again by the run that resumes from the last checkpoint, and so are rows of the partition in which the last
 * processed page of each piece ended: a checkpoint counts whole tokens. No row that existed all the while is ever left out, and without an interruption each
 * is delivered once.
 *
 * A page that fails for a reason that may pass is read again, up to eight times in some 16 seconds. Requests go to replicas first, if the client's load balancing
 * policy is token-aware. At LOCAL_QUORUM and above, rows that were written at the same level before the read began are seen.
 *
 * @throws OpsError INVALID_ARGUMENT, NOT_FOUND, PARTITIONER_UNSUPPORTED, CHECKPOINT_UNUSABLE, CHECKPOINT_OF_ANOTHER_TABLE; what the driver throws when a page
 *   cannot be read; what `abortError()` says when the signal aborts. All of them when a batch is asked for
 *
 * @example
 * ```ts
 * const saved = await readFile('orders.json', 'utf8').then(JSON.parse, () => undefined);
 * const onCheckpoint = (checkpoint: RowsCheckpoint) => writeFile('orders.json', JSON.stringify(checkpoint));
 * for await (const { rows, progress } of readAllRows(client, { keyspace: 'shop', table: 'orders', checkpoint: saved, onCheckpoint })) {
 *   await index(rows);
 *   console.log(`${progress.donePieces} of ${progress.pieces} pieces`);
 * }
 * ```
 */
export async function* readAllRows(client: RecipeClient, options: ReadAllRowsOptions): AsyncGenerator<RowBatch, void, undefined> {
  const stop = new AbortController();
  const { clock = systemClock, onCheckpoint, signal: asked } = options;
  const signal = asked === undefined ? stop.signal : AbortSignal.any([asked, stop.signal]);
  try {
    const { sources, progress, what } = await begin(client, options, { clock, signal });
    for await (const page of mergeUnordered(sources)) {
      throwIfAborted(asked, what);
      if (page.rows.length > 0) yield { range: page.piece, rows: page.rows, progress: progress.now() };
      progress.processed(page);
      await onCheckpoint?.(progress.checkpoint(), progress.now());
    }
  } finally {
    stop.abort();
  }
}

interface Begun {
  readonly sources: readonly AsyncGenerator<PiecePage, void, undefined>[];
  readonly progress: ScanProgress;
  readonly what: string;
}

async function begin(client: RecipeClient, options: ReadAllRowsOptions, waiting: Waiting): Promise<Begun> {
  const { pieces = 256, parallel = 4, pageSize = 1_000, consistency = 'LOCAL_QUORUM', checkpoint } = options;
  checkCounts({ pieces, parallel, pageSize });
  const table = await describeTable(client, options.keyspace, options.table, waiting);
  const statement = selectRange(table, options.columns);
  const before = checkpoint === undefined ? NOTHING : readCheckpoint(checkpoint, table);
  const progress = new ScanProgress(table, before, cutRing(tokensOf(client), pieces));
  const what = `Reading ${table.keyspace}.${table.table}`;
  const left = progress.left.values();
  const source = async function* (): AsyncGenerator<PiecePage, void, undefined> {
    for (const piece of left) yield* pagesOf({ client, statement, what, pageSize, consistency, waiting }, piece);
  };
  return { sources: Array.from({ length: parallel }, source), progress, what };
}

/** Known from the first statement on, which connects. */
function tokensOf({ metadata }: RecipeClient): readonly Token[] {
  return Array.from(metadata.getTokenRanges(), ({ end }) => token(end.toString()));
}

function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts))
    if (!Number.isSafeInteger(count) || count < 1)
      throw errors.INVALID_ARGUMENT({ message: `${name} is not a whole number from 1: ${count}` });
}
