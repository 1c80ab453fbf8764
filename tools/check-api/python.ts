import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What checks the HTTP API; a program of Python's, so it is no dependency of the workspace. */
const SCHEMATHESIS = 'schemathesis==4.32.5';
const INSTALL_MS = 300_000;

/** The program, or why it cannot be had here. */
export type Schemathesis = { readonly program: string } | { readonly missing: string };

/**
 * Gets schemathesis into a virtual environment of its own, below a folder that Git ignores, once.
 *
 * @param folder of the virtual environment
 */
export async function getSchemathesis(folder: string, python = 'python3'): Promise<Schemathesis> {
  const program = join(folder, 'bin', 'schemathesis');
  const marker = join(folder, SCHEMATHESIS);
  if (existsSync(program) && existsSync(marker)) return { program };
  try {
    await run(python, ['-m', 'venv', folder], { timeout: INSTALL_MS });
  } catch (error) {
    return { missing: `${python} with venv and pip is not here (${firstLine(error)})` };
  }
  try {
    await run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', SCHEMATHESIS], { timeout: INSTALL_MS });
    await mkdir(marker, { recursive: true });
    return { program };
  } catch (error) {
    return { missing: `pip cannot install ${SCHEMATHESIS} (${firstLine(error)})` };
  }
}

function firstLine(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code ?? message).split('\n')[0] ?? '';
}
