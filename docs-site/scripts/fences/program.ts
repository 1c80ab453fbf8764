import { tmpdir } from 'node:os';
import { copyPrograms, type PrivatePrograms } from '../../../tools/vitest/private-programs.ts';
import { readerEnvironment, run } from '../quick-start/terminal.ts';

let programs: Promise<PrivatePrograms> | undefined;

/** The compiled `ringside` of this run, which no build touches. The first who asks has it copied; {@link removeProgram} when the run ends. */
export async function ringsideProgram(): Promise<string> {
  programs ??= copyPrograms();
  return (await programs).path('cli', 'bin/ringside.mjs');
}

/** Removes what {@link ringsideProgram} copied. Its rings must have been stopped. */
export async function removeProgram(): Promise<void> {
  const made = programs;
  programs = undefined;
  (await made?.catch(() => undefined))?.remove();
}

/** Keeps the copy: a ring that could not be stopped runs from it. It is removed when it is a day old. */
export function keepProgram(): void {
  programs = undefined;
}

/** Runs a command of `ringside` against a ring. */
export async function ringside(home: string, command: string, withinMs = 120_000): Promise<string> {
  return await run(`node '${await ringsideProgram()}' ${command}`, tmpdir(), readerEnvironment({ RINGSIDE_HOME: home }), withinMs);
}
