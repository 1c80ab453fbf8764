import { homedir } from 'node:os';

/** A file as `SOURCE` and `CAPTURE` name it: `~` is the home folder. */
export function expandHome(name: string): string {
  return name.replace(/^~(?=\/|$)/, () => homedir());
}
