import { homedir } from 'node:os';

/** A file as people name it: a `~` that stands alone at the start is the home folder. */
export function expandHome(name: string): string {
  return name.replace(/^~(?=\/|$)/, () => homedir());
}
