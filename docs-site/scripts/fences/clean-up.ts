import { removeProgram } from './program.ts';
import { removeModules } from './run-ts.ts';

/** Removes what a run of fences made for itself, once its rings are stopped. */
export async function cleanUp(): Promise<void> {
  await removeProgram();
  await removeModules();
}
