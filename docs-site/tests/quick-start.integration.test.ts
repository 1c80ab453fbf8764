import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { claimPortBase } from '@ringside/cluster';
import { expect, it } from 'vitest';
import { PORT_BASES } from '../scripts/fences/port-base.ts';
import { SITE } from './support/site.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 600_000;

it('Quick start shows what a first run prints', { timeout: TIMEOUT_MS }, async () => {
  const script = join(SITE, 'scripts', 'record-quick-start.ts');
  const ports = await claimPortBase({ bases: PORT_BASES });
  const args = ['--conditions=@ringside/source', '--import', 'tsx', script, '--check', '--port-base', String(ports.portBase)];
  try {
    const { stderr } = await run(process.execPath, args, { cwd: SITE, timeout: TIMEOUT_MS });
    expect(stderr).not.toContain('Quick start shows what is no longer printed');
  } finally {
    await ports.release();
  }
});
