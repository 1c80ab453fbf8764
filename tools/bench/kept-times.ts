import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Where times were measured: those of another commit or another machine are no part of the same result. */
export interface Place {
  readonly commit: string;
  readonly machine: string;
}

/** Times that stay in a file from run to run. */
export interface KeptTimes {
  /** Seconds, if they have been measured. */
  get(name: string): number | undefined;
  /** Writes them down at once: whatever ends this run, they are there for the next. */
  set(name: string, seconds: number): void;
}

/**
 * Opens the times of earlier runs.
 *
 * @param file undefined when nothing is kept
 * @throws Error when the file holds times of another commit or machine, or something else than times
 */
export function keptTimes(file: string | undefined, place: Place): KeptTimes {
  const seconds = new Map(file === undefined || !existsSync(file) ? [] : Object.entries(readTimes(file, place)));
  return {
    get: (name) => seconds.get(name),
    set: (name, taken) => {
      seconds.set(name, taken);
      if (file === undefined) return;
      writeFileSync(`${file}.new`, `${JSON.stringify({ ...place, seconds: Object.fromEntries(seconds) }, null, 2)}\n`);
      renameSync(`${file}.new`, file);
    },
  };
}

interface Kept extends Place {
  readonly seconds: Readonly<Record<string, number>>;
}

function readTimes(file: string, place: Place): Kept['seconds'] {
  const kept = parse(file);
  for (const fact of ['commit', 'machine'] as const) {
    if (kept[fact] !== place[fact])
      throw new Error(`${file} has times of another ${fact}: ${kept[fact]}, and this is ${place[fact]}. Use another file, or remove it.`);
  }
  return kept.seconds;
}

function parse(file: string): Kept {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch (error) {
    throw new Error(`${file} does not hold kept times: use another file, or remove it.`, { cause: error });
  }
}
