import { copyPrograms, type PrivatePrograms } from '../../../tools/vitest/private-programs.ts';

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
