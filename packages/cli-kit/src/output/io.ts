import { isatty } from 'node:tty';

/** Where a command writes and what surrounds it; a test gives its own. */
export interface CliIo {
  /** Writes to standard output as it is. */
  readonly out: (text: string) => void;
  /**
   * The same for output of any length: resolves when it is written, so that a slow reader slows the command down, and to false when
   * nobody reads any more. Absent where {@link out} is as good.
   */
  readonly write?: (text: string) => Promise<boolean>;
  /** Writes to standard error as it is. */
  readonly err: (text: string) => void;
  /** Whether standard output is a terminal; results are coloured only then, unless colours are forced. */
  readonly outIsTerminal: boolean;
  /** Whether standard error is one; notes and errors are coloured only then, unless colours are forced. */
  readonly errIsTerminal: boolean;
  /** The width of the terminal in characters. */
  readonly columns: () => number;
  /** The environment, such as `process.env`; an empty one keeps a test apart from its surroundings. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; relative paths in operands and options start here. */
  readonly workingDirectory: string;
  /** Standard input; nobody reads it until it is asked for. Absent where there is none. */
  readonly input?: () => NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** True when the streams are those of this process, so that a program that it starts may write to them itself. */
  readonly isProcess?: boolean;
}

/** The streams, environment and working directory of this process. */
export function processIo(): CliIo {
  return {
    out: (text) => void process.stdout.write(text),
    write: (text) => new Promise((resolve) => process.stdout.write(text, (error) => resolve(error === null || error === undefined))),
    err: (text) => void process.stderr.write(text),
    outIsTerminal: isatty(process.stdout.fd),
    errIsTerminal: isatty(process.stderr.fd),
    columns: () => process.stdout.columns || process.stderr.columns || 80,
    env: process.env,
    workingDirectory: process.cwd(),
    input: () => process.stdin,
    isProcess: true,
  };
}
