/**
 * Just enough of the WebAssembly binary format (core specification 1.0, chapter 5) to write one small module by hand: the
 * instructions that a 64-bit hash needs, and the sections that hold a few functions and a memory.
 */

/** Bytes of a module or of a part of one, nested as deep as reads well; flattened once, when the module is encoded. */
export type Code = number | readonly Code[];

/** The 32-bit value type. */
export const I32 = 0x7f;
/** The 64-bit value type. */
export const I64 = 0x7e;

/** Instructions without an immediate operand, by the name the specification gives them. */
export const op = {
  else: 0x05,
  end: 0x0b,
  select: 0x1b,
  i32: { eqz: 0x45, geU: 0x4f, add: 0x6a, sub: 0x6b, and: 0x71, shl: 0x74 },
  i64: { eq: 0x51, add: 0x7c, mul: 0x7e, xor: 0x85, shl: 0x86, shrU: 0x88, rotl: 0x89, extendI32U: 0xad },
} as const;

const BLOCK = [0x02, 0x40];
const LOOP = [0x03, 0x40];
const IF = [0x04, 0x40];
const CONTINUE = [0x0c, 0];
const LEAVE_IF = [0x0d, 1];

/** Reads a local variable or parameter. */
export const get = (local: number): Code => [0x20, local];
/** Writes a local variable or parameter. */
export const set = (local: number): Code => [0x21, local];
/** Pushes a 32-bit constant. */
export const constI32 = (value: number): Code => [0x41, signedLeb(BigInt(value))];
/** Pushes a 64-bit constant, given signed or unsigned. */
export const constI64 = (value: bigint): Code => [0x42, signedLeb(BigInt.asIntN(64, value))];
/** Loads 8 bytes, little-endian, from the address on the stack plus `offset`; any alignment. */
export const loadI64 = (offset: number): Code => [0x29, 0, offset];
/** Loads one byte and extends its sign to 64 bits. */
export const loadI64Byte: Code = [0x30, 0, 0];
/** Stores 8 bytes, little-endian, at the address below the value on the stack. */
export const storeI64: Code = [0x37, 0, 0];
/** Calls a function of the module by its index. */
export const call = (index: number): Code => [0x10, index];

/** Repeats `body` until `condition` leaves an i32 other than 0; checks it first. */
export const until = (condition: Code, body: Code): Code => [BLOCK, LOOP, condition, LEAVE_IF, body, CONTINUE, op.end, op.end];

/** Runs one of two pieces by the i32 that `condition` leaves; neither leaves a value. */
export const branch = (condition: Code, then: Code, otherwise: Code): Code => [condition, IF, then, op.else, otherwise, op.end];

/** A function of the module: its type, how many 64- and 32-bit locals it has after its parameters, and its body. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly results: readonly number[];
  readonly locals: { readonly i64: number; readonly i32: number };
  readonly body: Code;
}

/** Encodes a module that exports its functions by their names and a memory of `memoryPages` 64 KiB pages as `memory`. */
export function encodeModule(functions: readonly WasmFunction[], memoryPages: number): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, results }) => [0x60, list(parameters), list(results)]);
  const exported = [[name('memory'), 2, 0], ...functions.map((each, index) => [name(each.name), 0, index])];
  const module = [
    [0x00, 0x61, 0x73, 0x6d],
    [0x01, 0x00, 0x00, 0x00],
    section(1, list(types)),
    section(3, list(functions.map((_, index) => index))),
    section(5, list([[0, unsignedLeb(memoryPages)]])),
    section(7, list(exported)),
    section(10, list(functions.map((each) => functionBody(each)))),
  ];
  return Uint8Array.from(flatten(module));
}

function functionBody({ locals, body }: WasmFunction): Code {
  const declarations = list([
    [unsignedLeb(locals.i64), I64],
    [unsignedLeb(locals.i32), I32],
  ]);
  return sized([declarations, body, op.end]);
}

const section = (id: number, body: Code): Code => [id, sized(body)];
const list = (items: readonly Code[]): Code => [unsignedLeb(items.length), items];
const name = (text: string): Code => list(Array.from(text, (letter) => letter.charCodeAt(0)));

function sized(code: Code): Code {
  const bytes = flatten(code);
  return [unsignedLeb(bytes.length), bytes];
}

function flatten(code: Code): readonly number[] {
  return typeof code === 'number' ? [code] : code.flatMap((part) => flatten(part));
}

function unsignedLeb(value: number): Code {
  return value < 0x80 ? value : [(value & 0x7f) | 0x80, unsignedLeb(value >>> 7)];
}

function signedLeb(value: bigint): Code {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const done = (rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40);
  return done ? low : [low | 0x80, signedLeb(rest)];
}
