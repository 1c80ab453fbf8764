import { type Clock, type Logger, type OpsError, systemClock } from '@ringside/core';
import { createStyle, type Style, wantsColour } from '../output/style.ts';
import type { CliIo } from '../output/io.ts';
import { printableJson, printableLines } from '../output/printable.ts';
import type { GlobalOptions } from './global-options.ts';
import type { Interrupts } from './interrupt.ts';

/** All that a command may touch. */
export interface CommandContext {
  /** Streams and environment. Prefer `print` for results and `note` for the rest: both obey `--json`. */
  readonly io: CliIo;
  /** What the command measures and waits by; virtual in tests. */
  readonly clock: Clock;
  /** Writes to standard error, and only with `--verbose`. */
  readonly logger: Logger;
  /** Aborts on the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Ctrl-C in full, for a command that must clean up even on the second one. */
  readonly interrupts: Interrupts;
  /** The options that every command has, read. */
  readonly global: GlobalOptions;
  /** True with `--json`: standard output then holds nothing but JSON. */
  readonly json: boolean;
  /** True with `--verbose`: causes and log lines are shown. */
  readonly verbose: boolean;
  /** For standard output. */
  readonly style: Style;
  /** For standard error. */
  readonly errorStyle: Style;
  /** Prints the result: the value itself with `--json`, else the text that is made from it. */
  print<Value>(value: Value, text: (value: Value) => string): void;
  /** Says something to the reader beside the result: on standard error, and not with `--json`. */
  note(text: string): void;
  /** Reports a defect that does not end the command. */
  warn(error: OpsError): void;
}

/** What {@link createContext} needs. */
export interface ContextOptions {
  /** Where the command writes, and its environment. */
  readonly io: CliIo;
  /** Decides on JSON, colours and log lines. */
  readonly global: GlobalOptions;
  /** Where Ctrl-C arrives; its signal becomes the command's. */
  readonly interrupts: Interrupts;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** Makes the context of one command from its streams and the global options. */
export function createContext(options: ContextOptions): CommandContext {
  const { io, global, interrupts, clock = systemClock } = options;
  const { json, verbose, color } = global;
  const errorStyle = createStyle(wantsColour(io, io.errIsTerminal, color));
  const note = (text: string): void => {
    if (!json) io.err(`${text}\n`);
  };
  return {
    io,
    clock,
    interrupts,
    signal: interrupts.signal,
    global,
    json,
    verbose,
    errorStyle,
    style: createStyle(wantsColour(io, io.outIsTerminal, color)),
    logger: terminalLogger(io, verbose, errorStyle),
    note,
    print: (value, text) => io.out(json ? `${toJson(value)}\n` : text(value)),
    warn: (error) => note(`${errorStyle.yellow('warning')} ${errorStyle.dim(error.code)} ${printableLines(error.message)}`),
  };
}

/** JSON with two blanks of indent; a `bigint` (a token) becomes a string, as JSON numbers lose digits above 2^53. */
export function toJson(value: unknown): string {
  return printableJson(JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item), 2));
}

function terminalLogger(io: CliIo, verbose: boolean, style: Style): Logger {
  const write = (level: string, message: string, fields?: Readonly<Record<string, unknown>>): void => {
    if (!verbose) return;
    io.err(style.dim(`${level} ${message}${fields === undefined ? '' : ` ${JSON.stringify(fields)}`}`) + '\n');
  };
  return {
    debug: (message, fields) => write('debug', message, fields),
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  };
}
