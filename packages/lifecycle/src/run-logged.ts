import { type Clock, deadlineIn, errors, formatDuration, withDeadline } from '@ringside/core';
import { endProcess, signalGroup, spawnDetached } from '@ringside/host';

/** How a command is run. */
export interface LoggedCommand {
  /** The program and its arguments; no shell takes part. */
  readonly argv: readonly string[];
  /** Takes its output, in the place of what an earlier one wrote. A pipe would stay open for as long as the daemon that it started runs. */
  readonly log: string;
  /** How long it may take; then it is ended. */
  readonly withinMs: number;
  /** Whether what it started is ended with it then; not the server that a start command has begun. */
  readonly endsAll: boolean;
  /** Measures that. */
  readonly clock: Clock;
}

/**
 * Runs a command to its end.
 *
 * @returns why it failed, such as "systemctl stop failed (exit status 4)"; undefined when it succeeded
 */
export async function runLogged({ argv, log, withinMs, endsAll, clock }: LoggedCommand): Promise<string | undefined> {
  const [executable = '', ...words] = argv;
  let onExit: (exitCode: number | null, signal: NodeJS.Signals | null) => void = () => undefined;
  const ending = new Promise<string | undefined>(
    (resolve) => (onExit = (...end) => resolve(end[0] === 0 ? undefined : `failed (${endText(...end)})`)),
  );
  const about = [executable, words[0]].join(' ').trim();
  try {
    const command = await spawnDetached({ executable, arguments: words, log, onExit });
    const ended = await withDeadline({ deadline: deadlineIn(clock, withinMs) }, { what: about }, () => ending).catch(
      async (error: unknown) => {
        if (!errors.OPERATION_TIMED_OUT.is(error)) throw error;
        await endProcess(command, { clock, graceMs: 1_000 });
        if (endsAll) signalGroup(command, 'SIGKILL');
        return `did not end within ${formatDuration(withinMs)}`;
      },
    );
    return ended === undefined ? undefined : `${about} ${ended}`;
  } catch (error) {
    return `${about} cannot be run (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** How a process ended, in words. */
export function endText(exitCode: number | null, signal: NodeJS.Signals | null): string {
  return exitCode === null ? `killed by ${signal ?? 'a signal'}` : `exit status ${exitCode}`;
}
