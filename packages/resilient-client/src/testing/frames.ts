/** A frame's kind and body (native_protocol_v4.spec, section 2). */
export interface Answer {
  readonly opcode: number;
  readonly body: Buffer;
}

/** A request as it came. */
export interface Asked {
  readonly opcode: number;
  readonly body: Buffer;
  /** The text of a QUERY or PREPARE, or of the statement that an EXECUTE names; empty for others. */
  readonly query: string;
}

export const OPCODES = {
  error: 0x00,
  startup: 0x01,
  ready: 0x02,
  query: 0x07,
  result: 0x08,
  prepare: 0x09,
  execute: 0x0a,
  batch: 0x0d,
} as const;

const HEADER_BYTES = 9;
const TYPES = { text: 0x0d, inet: 0x10, uuid: 0x0c, boolean: 0x04 } as const;
const MAP = 0x21;
const SET = 0x22;

/** A value of a cell: its type is told by what it is. */
export type Cell = string | number | boolean | Buffer | readonly string[] | Readonly<Record<string, string>>;

/** Takes whole frames off the beginning of what came; what is left is the beginning of the next. */
export function takeFrames(bytes: Buffer): { readonly frames: readonly Buffer[]; readonly rest: Buffer } {
  const frames: Buffer[] = [];
  let rest = bytes;
  while (rest.length >= HEADER_BYTES && rest.length >= HEADER_BYTES + rest.readInt32BE(5)) {
    const size = HEADER_BYTES + rest.readInt32BE(5);
    frames.push(rest.subarray(0, size));
    rest = rest.subarray(size);
  }
  return { frames, rest };
}

/** Reads a request; of an EXECUTE the statement is looked up by its id. */
export function readRequest(frame: Buffer, prepared: ReadonlyMap<string, string>): Asked {
  const opcode = frame[4] ?? 0;
  const body = frame.subarray(HEADER_BYTES);
  if (opcode === OPCODES.query || opcode === OPCODES.prepare)
    return { opcode, body, query: body.toString('utf8', 4, 4 + body.readInt32BE(0)) };
  if (opcode !== OPCODES.execute) return { opcode, body, query: '' };
  return { opcode, body, query: prepared.get(body.toString('hex', 2, 2 + body.readUInt16BE(0))) ?? '' };
}

/** The bytes of an answer to a request. */
export function frameOf({ opcode, body }: Answer, request: Buffer): Buffer {
  const header = Buffer.from([0x84, 0, request[2] ?? 0, request[3] ?? 0, opcode, 0, 0, 0, 0]);
  header.writeInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

/** An ERROR: its code, its sentence, and what comes behind it. */
export function errorAnswer(code: number, message: string, rest: Buffer = Buffer.alloc(0)): Answer {
  return { opcode: OPCODES.error, body: Buffer.concat([int(code), text(message), rest]) };
}

/** A write that timed out: consistency ONE, none of one replica answered. */
export function writeTimeout(writeType: string): Answer {
  return errorAnswer(0x11_00, 'Operation timed out', Buffer.concat([short(1), int(0), int(1), text(writeType)]));
}

/** A read that a replica failed: consistency QUORUM, one of two replicas answered, one failed. */
export function readFailure(): Answer {
  return errorAnswer(0x13_00, 'Read failed', Buffer.concat([short(4), int(1), int(2), int(1), Buffer.from([0])]));
}

/** "Unavailable": consistency QUORUM, two replicas needed, one alive. */
export function unavailable(): Answer {
  return errorAnswer(0x10_00, 'Cannot achieve consistency level QUORUM', Buffer.concat([short(4), int(2), int(1)]));
}

/** Rows; each has the columns of the first. */
export function rowsAnswer(rows: readonly Readonly<Record<string, Cell>>[], table = 'items', keyspace = 'shop'): Answer {
  return page(rows, Buffer.alloc(0), { table, keyspace });
}

/** Rows with more to come: the next page is asked for with this state. */
export function pageAnswer(rows: readonly Readonly<Record<string, Cell>>[], state: string): Answer {
  return page(rows, sized(Buffer.from(state)), { table: 'items', keyspace: 'shop' });
}

function page(
  rows: readonly Readonly<Record<string, Cell>>[],
  state: Buffer,
  { table, keyspace }: { readonly table: string; readonly keyspace: string },
): Answer {
  const [first = {}] = rows;
  const names = Object.keys(first);
  const columns = names.map((name) => Buffer.concat([text(name), typeOf(name, first[name] ?? '')]));
  const cells = rows.flatMap((row) => names.map((name) => sized(bytesOf(row[name] ?? ''))));
  const flags = state.length > 0 ? 3 : 1;
  const body = [int(2), int(flags), int(names.length), state, text(keyspace), text(table), ...columns, int(rows.length), ...cells];
  return { opcode: OPCODES.result, body: Buffer.concat(body) };
}

/** A statement that is prepared, whose first value is the partition key; all its values are texts. */
export function preparedAnswer(id: Buffer, values: number): Answer {
  const names = Array.from({ length: values }, (_, index) => Buffer.concat([text(`value${index}`), short(TYPES.text)]));
  const keys = values === 0 ? [int(0)] : [int(1), short(0)];
  const bound = [int(1), int(values), ...keys, text('shop'), text('items'), ...names];
  return { opcode: OPCODES.result, body: Buffer.concat([int(4), short(id.length), id, ...bound, int(4), int(0)]) };
}

/** An answer without rows. */
export const VOID: Answer = { opcode: OPCODES.result, body: int(1) };

function typeOf(name: string, value: Cell): Buffer {
  if (Buffer.isBuffer(value)) return short(value.length === 16 ? TYPES.uuid : TYPES.inet);
  if (Array.isArray(value)) return Buffer.concat([short(SET), short(TYPES.text)]);
  if (typeof value === 'boolean' || name === '[applied]') return short(TYPES.boolean);
  if (typeof value === 'object') return Buffer.concat([short(MAP), short(TYPES.text), short(TYPES.text)]);
  return short(TYPES.text);
}

function bytesOf(value: Cell): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0]);
  if (Array.isArray(value)) return Buffer.concat([int(value.length), ...value.map((each) => sized(Buffer.from(each as string)))]);
  if (typeof value === 'object') {
    const entries = Object.entries(value as Readonly<Record<string, string>>);
    return Buffer.concat([int(entries.length), ...entries.flatMap((pair) => pair.map((each) => sized(Buffer.from(each))))]);
  }
  return Buffer.from(String(value));
}

function sized(bytes: Buffer): Buffer {
  return Buffer.concat([int(bytes.length), bytes]);
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.concat([short(Buffer.byteLength(value)), Buffer.from(value)]);
}

/** What comes back from `USE shop`. */
export function useAnswer(): Answer {
  return { opcode: OPCODES.result, body: Buffer.concat([int(3), text('shop')]) };
}
