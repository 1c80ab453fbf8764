import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf, signalGroup } from '@ringside/host';
import { open, readerEnvironment } from '../quick-start/terminal.ts';
import { ringsideProgram } from './program.ts';

/** What running a fence came to. */
export interface Outcome {
  readonly output: string;
  readonly failed: boolean;
}

/** Where and as whom a fence's command runs. */
export interface Surroundings {
  /** The scratch folder. */
  readonly folder: string;
  /** The ring's state folder. */
  readonly home: string;
  readonly signal?: AbortSignal;
}

const LIMIT_MS = 180_000;

/** `npx` without its own start, which would be most of a fence's time: it finds the same command in the same place. */
const npx = (program: string): string => `#!/bin/sh
if [ "$1" = ringside ]; then shift; exec node "${program}" "$@"; fi
echo "npx $1: only npx ringside is known on these pages" >&2
exit 127
`;

/** Makes the folder of commands that fences find before all others. */
export async function makeCommands(folder: string): Promise<string> {
  const commands = join(folder, 'bin');
  await mkdir(commands, { recursive: true });
  await writeFile(join(commands, 'npx'), npx(await ringsideProgram()));
  await chmod(join(commands, 'npx'), 0o755);
  return commands;
}

/** Runs a command in bash, output and errors in one stream, its whole process group ended after three minutes or when told. */
export async function runBash(code: string, { folder, home, signal }: Surroundings): Promise<Outcome> {
  const path = `${await makeCommands(join(folder, '..'))}:${process.env['PATH'] ?? ''}`;
  const env = readerEnvironment({ PATH: path, RINGSIDE_HOME: home, COLUMNS: '110', LC_ALL: 'C.UTF-8', TZ: 'UTC' });
  const session = open(code, folder, env);
  const group = identityOf(session.child.pid ?? 0);
  const end = (): void => void signalGroup(group, 'SIGKILL');
  const limit = AbortSignal.any([AbortSignal.timeout(LIMIT_MS), ...(signal === undefined ? [] : [signal])]);
  limit.addEventListener('abort', end, { once: true });
  const [exitCode] = (await once(session.child, 'close')) as [number | null];
  limit.removeEventListener('abort', end);
  const late = limit.aborted ? `\n(ended after ${LIMIT_MS / 1000} s)` : '';
  return { output: session.output() + late, failed: exitCode !== 0 };
}
