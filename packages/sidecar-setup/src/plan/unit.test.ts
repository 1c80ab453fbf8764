import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unitText } from './unit.ts';

const unit = (program: string): string =>
  unitText({
    name: '10.0.0.1:9042',
    user: 'root',
    group: 'root',
    node: process.execPath,
    program,
    configuration: '/var/lib/ringside/a/sidecar.json',
  });

test('names programs with absolute paths, and quotes what systemd would expand or split', () => {
  expect(unit('/opt/100% $HOME/main.js')).toContain(
    `ExecStart=${process.execPath} "/opt/100%% $$HOME/main.js" --config /var/lib/ringside/a/sidecar.json\n`,
  );
});

/** What systemd itself says of a unit; nothing for one that is well. */
function verify(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-unit-'));
  const file = join(folder, 'ringside-sidecar-test.service');
  writeFileSync(file, text);
  const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line.includes('ringside-sidecar-test'))
    .join('\n');
}

test.skipIf(spawnSync('systemd-analyze', ['--version']).status !== 0)(
  'is a unit that systemd accepts, and a planted mistake is not (skipped where there is no systemd-analyze)',
  () => {
    expect(verify(unit('/opt/ringside/main.js'))).toBe('');
    expect(verify(unit('/opt/ringside/main.js').replace('Restart=on-failure', 'Restart=on-failur'))).not.toBe('');
  },
);
