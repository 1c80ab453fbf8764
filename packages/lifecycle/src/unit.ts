import { errors } from '@ringside/core';
import { runCommand } from '@ringside/host';

const SHOW_MS = 10_000;

/** The commands of a systemd unit. */
export interface UnitCommands {
  /** Starts it. */
  readonly startCommand: readonly string[];
  /** Stops it. */
  readonly stopCommand: readonly string[];
  /** Prints the last lines of its journal. */
  readonly wordsCommand: readonly string[];
  /** Its main process; undefined where there is none. */
  readonly find: () => Promise<number | undefined>;
}

/**
 * The commands of a systemd unit, for `commandProcess()`. Its process is found by the unit's `MainPID`, its last words in the journal. Whoever runs them must be
 * allowed to, by a rule of polkit for instance.
 *
 * @param unit such as `cassandra`, or `cassandra@2.service`
 * @throws OpsError INVALID_ARGUMENT for what is not the name of a unit, such as an option
 */
export function commandsOfUnit(unit: string): UnitCommands {
  if (!/^\w[\w:.@\\-]*$/.test(unit)) {
    throw errors.INVALID_ARGUMENT({
      message: `"${unit}" is not the name of a systemd unit`,
      remedy: 'systemctl list-units shows the names of units.',
    });
  }
  return {
    startCommand: ['systemctl', 'start', unit],
    stopCommand: ['systemctl', 'stop', unit],
    wordsCommand: ['journalctl', '--unit', unit, '--lines', '5', '--no-pager', '--output', 'cat'],
    find: async () => await mainPid(unit),
  };
}

/** systemd says 0 where there is none. */
async function mainPid(unit: string): Promise<number | undefined> {
  const { lines, exitCode } = await runCommand(['systemctl', 'show', '--property=MainPID', '--value', unit], { timeoutMs: SHOW_MS });
  if (exitCode !== 0)
    throw errors.UNAVAILABLE({ message: `systemctl does not tell the process of ${unit}: ${lines.at(-1) ?? 'no answer'}` });
  const pid = Number(lines[0] ?? 0);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}
