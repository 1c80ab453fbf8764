import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { SITE } from './support/site.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 600_000;
/** Not the default one: somebody's ring may have that. Four digits, as what is shown has. */
const PORT_BASE = '9400';

it('Quick start shows what a first run prints', { timeout: TIMEOUT_MS }, async () => {
  const script = join(SITE, 'scripts', 'record-quick-start.ts');
  const args = ['--conditions=@ringside/source', '--import', 'tsx', script, '--check', '--port-base', PORT_BASE];
  const { stderr } = await run(process.execPath, args, { cwd: SITE, timeout: TIMEOUT_MS });
  expect(stderr).not.toContain('Quick start shows what is no longer printed');
});
