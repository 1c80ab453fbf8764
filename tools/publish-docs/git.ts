import { spawn } from 'node:child_process';
import { finished } from 'node:stream/promises';
import { abortError, errors, type OpsError, throwIfAborted } from '@ringside/core';

const DEFAULT_TIMEOUT_MS = 120_000;
/** However busy it seems: a large site on a slow line takes less. */
const LONGEST_MS = 2 * 60 * 60_000;
const KILL_GRACE_MS = 3_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
const KEPT_ERROR_LINES = 200;

/** How one git command ended. */
export interface GitResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** Standard error as lines, progress included, secrets taken out; the last 200. */
  readonly errorLines: readonly string[];
}

/** How one git command is run. */
export interface GitCall {
  /** Written to its standard input, piece by piece as git takes it. */
  readonly input?: string | AsyncIterable<Uint8Array | string>;
  /** How long it may show no sign of life: read none of its input, write nothing, report no progress. */
  readonly timeoutMs?: number;
  readonly onErrorLine?: (line: string) => void;
}

/** Git in one repository. */
export interface Git {
  /** Runs a command to its end, however it ends. @throws OpsError `ABORTED`, `OPERATION_TIMED_OUT`, or `NOT_FOUND` without git */
  run(args: readonly string[], call?: GitCall): Promise<GitResult>;
  /** Runs a command that must succeed. @returns its standard output @throws OpsError `INTERNAL` when it fails */
  expect(args: readonly string[], call?: GitCall): Promise<string>;
}

/** What all commands of a {@link Git} share. */
export interface GitOptions {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly redact: (text: string) => string;
  readonly signal: AbortSignal;
}

/** Git as a program: the one on the path, with the user's configuration but none of the user's hooks, and never asking. */
export function createGit(options: GitOptions): Git {
  const run = (args: readonly string[], call: GitCall = {}): Promise<GitResult> => runGit(args, call, options);
  return {
    run,
    async expect(args, call) {
      const { exitCode, stdout, errorLines } = await run(args, call);
      if (exitCode === 0) return stdout;
      throw errors.INTERNAL({
        message: `git ${commandOf(args)} failed: ${reasonOf(errorLines)}`,
        cause: new Error(errorLines.join('\n')),
      });
    },
  };
}

/** The line of git's standard error that says why, without its prefix; progress and hints are passed over. */
export function reasonOf(errorLines: readonly string[]): string {
  const wanted = [/^fatal: /, /^error: /, /^remote: (?:fatal: |error: )?\S/, /\S/];
  const line = wanted.map((shape) => errorLines.find((one) => shape.test(one))).find((found) => found !== undefined);
  return (line ?? 'git gave no reason').replace(/^(?:remote: )?(?:fatal: |error: |remote: )?/, '').trim();
}

function commandOf(args: readonly string[]): string {
  return args.find((word, index) => word !== '-c' && args[index - 1] !== '-c') ?? '';
}

/** What the user may not decide: no hook runs, nothing goes on in the background, and what git says can be read. */
const OWN_SETTINGS = [
  'core.hooksPath=/dev/null',
  'gc.auto=0',
  'maintenance.auto=false',
  ...['ui', 'push', 'remote', 'transport', 'advice'].map((part) => `color.${part}=false`),
];

async function runGit(args: readonly string[], call: GitCall, options: GitOptions): Promise<GitResult> {
  throwIfAborted(options.signal, `git ${commandOf(args)}`);
  const child = spawn('git', [...OWN_SETTINGS.flatMap((setting) => ['-c', setting]), ...args], {
    cwd: options.folder,
    env: environment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const watch = watchEnd(child, args, call.timeoutMs ?? DEFAULT_TIMEOUT_MS, options.signal);
  const errorLines = collectLines(options.redact, call.onErrorLine);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    watch.alive();
    sizeBytes += chunk.length;
    if (sizeBytes <= MAX_OUTPUT_BYTES) chunks.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    watch.alive();
    errorLines.take(chunk.toString());
  });
  child.stdin.on('drain', watch.alive);
  const fed = feed(child.stdin, call.input);
  const exitCode = await watch.ended;
  const inputError = await fed;
  // Git's own complaint that its input ended early would hide why it did.
  if (inputError !== undefined) throw inputError;
  if (sizeBytes > MAX_OUTPUT_BYTES) {
    throw errors.INTERNAL({ message: `git ${commandOf(args)} wrote more than ${MAX_OUTPUT_BYTES} bytes` });
  }
  return { exitCode, stdout: Buffer.concat(chunks).toString(), errorLines: errorLines.lines() };
}

/** Variables that tie git to another repository than the folder it runs in, or change what it holds; a git hook that calls us sets them. */
const FOREIGN_VARIABLES = new Set(
  (
    'GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_COMMON_DIR GIT_PREFIX GIT_NAMESPACE GIT_CONFIG GIT_QUARANTINE_PATH ' +
    'GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_SHALLOW_FILE GIT_GRAFT_FILE GIT_REPLACE_REF_BASE GIT_DEFAULT_HASH'
  ).split(' '),
);

function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN_VARIABLES.has(name));
  return { ...Object.fromEntries(inherited), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...more };
}

/** The end of a process that is watched. */
interface Watch {
  /** Settles when the process is gone: by itself, after too long a silence or at the abort, in which case it rejects. */
  readonly ended: Promise<number | null>;
  /** Says that the process does something. */
  readonly alive: () => void;
}

function watchEnd(child: ReturnType<typeof spawn>, args: readonly string[], timeoutMs: number, signal: AbortSignal): Watch {
  let failure: OpsError | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const end = (why: OpsError): void => {
    failure ??= why;
    child.kill('SIGTERM');
    killTimer ??= setTimeout(() => child.kill('SIGKILL'), KILL_GRACE_MS);
  };
  const onAbort = (): void => end(abortError(signal, `git ${commandOf(args)}`));
  const timedOut = (what: string): void => {
    const remedy = 'Look at the line to the remote, then run it again.';
    end(errors.OPERATION_TIMED_OUT({ message: `git ${commandOf(args)} ${what}`, remedy }));
  };
  const silence = setTimeout(() => timedOut(`did nothing for ${timeoutMs / 1_000} s`), timeoutMs);
  const longest = setTimeout(() => timedOut(`did not finish within ${LONGEST_MS / 1_000} s`), LONGEST_MS);
  signal.addEventListener('abort', onAbort, { once: true });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(errors.NOT_FOUND({ message: 'git cannot be run', remedy: 'Install git.', cause })));
    child.once('close', (exitCode) => (failure === undefined ? resolve(exitCode) : reject(failure)));
  });
  return {
    alive: () => void silence.refresh(),
    ended: ended.finally(() => {
      for (const timer of [silence, longest, killTimer]) clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }),
  };
}

/** Writes all input; a git that ends before it has read everything is told by its exit code, not here. */
async function feed(stdin: NodeJS.WritableStream, input: GitCall['input']): Promise<Error | undefined> {
  const closed = finished(stdin, { readable: false }).catch(() => undefined);
  try {
    for await (const piece of typeof input === 'string' ? [input] : (input ?? [])) {
      if (!stdin.writable) break;
      if (!stdin.write(piece)) await Promise.race([new Promise((resolve) => stdin.once('drain', resolve)), closed]);
    }
    stdin.end();
    return undefined;
  } catch (thrown) {
    stdin.end();
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  } finally {
    await closed;
  }
}

/** A remote's hook may send what a terminal obeys. */
function withoutControl(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => (character === '\t' ? ' ' : ''));
}

function collectLines(
  redact: (text: string) => string,
  onLine: ((line: string) => void) | undefined,
): { take(text: string): void; lines(): readonly string[] } {
  const kept: string[] = [];
  let rest = '';
  const keep = (raw: string): void => {
    const line = withoutControl(redact(raw)).trimEnd();
    if (line === '') return;
    kept.push(line);
    if (kept.length > KEPT_ERROR_LINES) kept.shift();
    onLine?.(line);
  };
  return {
    take(text) {
      const pieces = (rest + text).split(/\r\n|\n|\r/);
      rest = pieces.pop() ?? '';
      for (const piece of pieces) keep(piece);
    },
    lines() {
      keep(rest);
      rest = '';
      return kept;
    },
  };
}
