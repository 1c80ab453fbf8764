import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string | undefined;

/** Gives a run of unit tests a temporary folder of its own, so that whatever a test leaves there goes with the run. */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'ringside-unit-'));
  process.env['TMPDIR'] = folder;
}

/** Removes the folder; it only ever holds what tests made. */
export function teardown(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
