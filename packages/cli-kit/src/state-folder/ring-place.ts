import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of a state folder that holds the ring itself: its state and the data of every node. */
export function ringDirectory(home: string): string {
  return join(home, 'ring');
}

/** True when the state folder holds a ring, running or not. */
export function hasRing(home: string): boolean {
  return existsSync(join(ringDirectory(home), 'ring.json'));
}
