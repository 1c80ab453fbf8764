import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { type Bounds, errors } from '@ringside/core';
import { runCommand, writeAtomically } from '@ringside/host';
import type { Step } from '../plan/plan-init.ts';

/** Ends a wait for systemd. */
type Abortable = Pick<Bounds, 'signal'>;

const UNIT_MODE = 0o644;
const COMMAND_LIMIT_MS = 60_000;

/** Whether systemd runs this machine (`sd_booted(3)`). */
export function hasSystemd(): boolean {
  return existsSync('/run/systemd/system');
}

/** How a unit is started. */
interface StartOptions extends Abortable {
  /** Whether one that runs is started anew. */
  readonly restarts?: boolean | undefined;
}

/**
 * Writes a unit and starts it, now and at every boot.
 *
 * @returns whether anything was to be done
 * @throws OpsError `UNAVAILABLE` with what systemd says
 */
export async function startUnit({ path, text, unit }: Extract<Step, { do: 'start-unit' }>, options: StartOptions): Promise<boolean> {
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before === text && options.restarts !== true && (await isActive(unit, options))) return false;
  await writeAtomically(path, text, UNIT_MODE);
  for (const words of [['daemon-reload'], ['enable', unit], ['restart', unit]])
    await systemctl(words, options, 'Correct what it says; or run the sidecar yourself: ringside sidecar init --no-start.');
  return true;
}

/** Stops a unit and takes it away. */
export async function removeUnit(path: string, unit: string, options: Abortable): Promise<void> {
  const remedy = `Correct what it says, see systemctl status ${unit}, and run ringside sidecar remove again: it goes on where it stopped.`;
  if (hasSystemd() && existsSync(path)) await systemctl(['disable', '--now', unit], options, remedy);
  await rm(path, { force: true });
  if (hasSystemd()) await systemctl(['daemon-reload'], options, remedy);
}

/** Whether the unit runs now. */
export async function isActive(unit: string, { signal }: Abortable): Promise<boolean> {
  const { exitCode } = await runCommand(['systemctl', 'is-active', '--quiet', unit], { timeoutMs: COMMAND_LIMIT_MS, signal });
  return exitCode === 0;
}

async function systemctl(words: readonly string[], { signal }: Abortable, remedy: string): Promise<void> {
  const { exitCode, startError, lines } = await runCommand(['systemctl', ...words], { timeoutMs: COMMAND_LIMIT_MS, signal });
  if (exitCode === 0) return;
  const why = startError?.message ?? lines.slice(-3).join(' | ');
  throw errors.UNAVAILABLE({ message: `systemctl ${words.join(' ')} failed: ${why}`, remedy });
}
