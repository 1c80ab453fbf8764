import { setTimeout as sleep } from 'node:timers/promises';
import type { CellBytes, Row } from '@ringside/client';
import { formatRows } from '../format/table.ts';
import { showText } from '../format/text.ts';
import { formatMicros } from '../format/time.ts';
import { formatInet } from '../format/inet.ts';
import type { ShellState } from './state.ts';

const MAX_WAIT_MS = 10_000;
const POLL_MS = 25;
/** Replicas write their events on their own; the trace is read again until it has not grown for this long. */
const SETTLE_MS = 50;

/** A trace as cqlsh prints it. The node writes it after the answer, so it is waited for: at most ten seconds. */
export async function showTrace(state: ShellState, traceId: string, signal: AbortSignal | undefined): Promise<string> {
  const session = await completeSession(state, traceId, signal);
  if (session === undefined) return `Session ${traceId} wasn't found.\n`;
  const rows = traceRows(session, await settledEvents(state, traceId, signal));
  const names = ['activity', 'timestamp', 'source', 'source_elapsed', 'client'];
  return `\nTracing session: ${traceId}\n\n${formatRows(names, rows)}\n`;
}

/** A row of a trace: its values, and the bytes of an address, which has no form of its own in JavaScript. */
interface TraceRow {
  readonly values: Row;
  readonly bytes: (column: string) => CellBytes;
}

async function read(state: ShellState, query: string, signal: AbortSignal | undefined): Promise<readonly TraceRow[]> {
  const { columns, rows, cells } = await state.session.execute(query, [], { consistency: 'ONE', signal });
  const bytesOf = (row: number, column: string): CellBytes => cells[row]?.[columns.findIndex(({ name }) => name === column)] ?? null;
  return rows.map((values, row) => ({ values, bytes: (column) => bytesOf(row, column) }));
}

async function completeSession(state: ShellState, id: string, signal: AbortSignal | undefined): Promise<TraceRow | undefined> {
  let found: TraceRow | undefined;
  for (let waitedMs = 0; waitedMs <= MAX_WAIT_MS; waitedMs += POLL_MS) {
    found = (await read(state, `SELECT * FROM system_traces.sessions WHERE session_id = ${id}`, signal))[0] ?? found;
    if (found !== undefined && typeof found.values['duration'] === 'number') return found;
    await sleep(POLL_MS, undefined, { signal });
  }
  return found;
}

async function settledEvents(state: ShellState, id: string, signal: AbortSignal | undefined): Promise<readonly TraceRow[]> {
  const query = `SELECT * FROM system_traces.events WHERE session_id = ${id}`;
  let rows = await read(state, query, signal);
  for (let waitedMs = 0; waitedMs < MAX_WAIT_MS; waitedMs += SETTLE_MS) {
    await sleep(SETTLE_MS, undefined, { signal });
    const again = await read(state, query, signal);
    if (again.length === rows.length) break;
    rows = again;
  }
  return rows;
}

function traceRows(session: TraceRow, events: readonly TraceRow[]): readonly (readonly string[])[] {
  const startedMicros = (session.values['started_at'] as Date).getTime() * 1000;
  const coordinator = addressText(session.bytes('coordinator'));
  const client = addressText(session.bytes('client'));
  const first = [showText(String(session.values['request'])), formatMicros(startedMicros), coordinator, '0', client];
  const middle = events.map((event) => [
    showText(`${String(event.values['activity'])} [${String(event.values['thread'])}]`),
    formatMicros(microsOf(String(event.values['event_id']))),
    addressText(event.bytes('source')),
    elapsed(event.values['source_elapsed']),
    client,
  ]);
  const duration = session.values['duration'];
  if (typeof duration !== 'number' || duration === 0) return [first, ...middle];
  return [first, ...middle, ['Request complete', formatMicros(startedMicros + duration), coordinator, elapsed(duration), client]];
}

function addressText(address: CellBytes): string {
  return address === null ? 'null' : formatInet(address);
}

function elapsed(micros: unknown): string {
  return typeof micros === 'number' && micros !== 0 ? String(micros) : '--';
}

/** Between the start of the Gregorian calendar, which a version 1 id counts from, and that of Unix time. */
const GREGORIAN_TO_UNIX_TICKS = 0x01_b2_1d_d2_13_81_40_00n;

/** The point in time of a version 1 id (RFC 9562, section 5.1), in microseconds since 1970. */
function microsOf(id: string): number {
  const [low = '0', middle = '0', high = '0'] = id.split('-');
  const ticks = BigInt(`0x${high.slice(1)}${middle}${low}`);
  return Number((ticks - GREGORIAN_TO_UNIX_TICKS) / 10n);
}
