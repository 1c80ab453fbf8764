import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@ringside/host/vitest';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { removeUnit, startUnit } from './systemd.ts';

const UNIT = 'ringside-sidecar-10.0.0.1-9042.service';
let folder: string;
let step: Parameters<typeof startUnit>[0];

/** A `systemctl` that writes down what it is told, and knows a unit as active once it was restarted. */
const SYSTEMCTL = `#!/bin/sh
echo "$*" >> "$0.told"
case "$1" in
  is-active) test -e "$0.active" ;;
  restart) touch "$0.active" ;;
  enable) if test -e "$0.broken"; then echo 'Failed to enable unit' >&2; exit 1; fi ;;
esac
`;

beforeEach(async () => {
  folder = await temporaryDirectory('systemd');
  await mkdir(join(folder, 'bin'));
  const program = join(folder, 'bin/systemctl');
  await writeFile(program, SYSTEMCTL);
  await chmod(program, 0o755);
  vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env['PATH']}`);
  step = { do: 'start-unit', what: 'the sidecar', path: join(folder, UNIT), text: '[Unit]\n', unit: UNIT };
});

afterEach(() => vi.unstubAllEnvs());

const told = async (): Promise<readonly string[]> => (await readFile(join(folder, 'bin/systemctl.told'), 'utf8')).trim().split('\n');

test('a unit is written, enabled and started, and a second time nothing is done', async () => {
  expect(await startUnit(step, {})).toBe(true);
  expect(await readFile(step.path, 'utf8')).toBe('[Unit]\n');
  expect(await told()).toEqual(['daemon-reload', `enable ${UNIT}`, `restart ${UNIT}`]);
  expect(await startUnit(step, {})).toBe(false);
  expect((await told()).slice(3)).toEqual([`is-active --quiet ${UNIT}`]);
});

test('a changed unit is written and restarted', async () => {
  await startUnit(step, {});
  expect(await startUnit({ ...step, text: '[Unit]\nDescription=new\n' }, {})).toBe(true);
  expect(await readFile(step.path, 'utf8')).toContain('new');
});

test('a unit that runs is started anew where what it reads was changed', async () => {
  await startUnit(step, {});
  expect(await startUnit(step, { restarts: true })).toBe(true);
  expect((await told()).filter((line) => line.startsWith('restart'))).toHaveLength(2);
});

test('what systemd refuses is told in its words, with what to do instead', async () => {
  await writeFile(join(folder, 'bin/systemctl.broken'), '');
  await expect(startUnit(step, {})).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: `systemctl enable ${UNIT} failed: Failed to enable unit`,
    remedy: expect.stringContaining('--no-start') as string,
  });
});

test('removeUnit() takes the file away, also where systemd does not run', async () => {
  await startUnit(step, {});
  await removeUnit(step.path, UNIT, {});
  await expect(readFile(step.path)).rejects.toMatchObject({ code: 'ENOENT' });
});
