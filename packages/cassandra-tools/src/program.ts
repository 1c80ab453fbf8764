import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { installErrors } from '@ringside/cassandra-install';
import { errors, type OpsError } from '@ringside/core';

const GRACE_MS = 5_000;

/** Where the output of a tool goes: straight to this process's own streams, or into the {@link ToolResult}. */
export type ToolOutput = 'inherit' | 'collect';

/** How a tool ended. */
export interface ToolResult {
  /** As the tool gave it; 128 and the signal's number when a signal ended it. */
  readonly exitCode: number;
  /** Its standard output; empty with `inherit`. */
  readonly out: string;
  /** Its standard error; empty with `inherit`. */
  readonly err: string;
}

/** What {@link runProgram} runs. */
export interface ProgramPlan {
  /** For messages: `nodetool`. */
  readonly name: string;
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly output: ToolOutput;
  /** What the reader should know after an interrupt, where something goes on without the program. */
  readonly afterInterrupt?: string | undefined;
}

/**
 * Runs a program in the foreground, to its end. It stays in this process's group, so that Ctrl-C in a terminal reaches it too.
 *
 * @throws OpsError `ABORTED` once it has ended after the signal, `JAVA_MISSING` when it cannot be run
 */
export async function runProgram(plan: ProgramPlan, signal?: AbortSignal): Promise<ToolResult> {
  const stdio = plan.output === 'inherit' ? 'inherit' : (['ignore', 'pipe', 'pipe'] as const);
  const child = spawn(plan.executable, [...plan.arguments], { env: { ...plan.environment }, stdio: stdio as 'inherit' });
  const text = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (text.out += part));
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (text.err += part));
  let hard: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill('SIGTERM');
    hard = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted === true) end();
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) =>
        reject(installErrors.JAVA_MISSING({ message: `Cannot run ${plan.executable}: ${cause.message}`, cause })),
      );
      child.once('close', (code, ending) => resolve(code ?? 128 + (constants.signals[ending ?? 'SIGTERM'] ?? 0)));
    });
    if (signal?.aborted === true) throw interrupted(plan, signal);
    return { exitCode, ...text };
  } finally {
    clearTimeout(hard);
    signal?.removeEventListener('abort', end);
  }
}

function interrupted({ name, afterInterrupt: remedy }: ProgramPlan, { reason }: AbortSignal): OpsError {
  return errors.ABORTED({ message: `${name} was interrupted`, cause: reason, ...(remedy !== undefined && { remedy }) });
}
