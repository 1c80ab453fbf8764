import { findHome, type Place } from './home.ts';
import { readLauncherState } from './launcher-state.ts';

/**
 * The sidecars of the local ring, as its state folder names them; empty where no ring runs.
 *
 * @throws OpsError `STATE_CORRUPT`, `PERMISSION_DENIED`
 */
export async function ringSidecars(place: Place): Promise<readonly string[]> {
  const state = await readLauncherState(findHome(place));
  return state?.summary?.sidecars ?? [];
}
