import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { systemClock, waitUntil } from '@ringside/core';
import { identityOf, isRunning, type ProcessIdentity } from '@ringside/host';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';

const FIXTURE = join(import.meta.dirname, '..', 'fixtures', 'shared-ring');
const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

interface Report {
  readonly file: string;
  readonly directory: string;
  readonly pid: number;
}

async function runFixture(environment: Record<string, string>): Promise<{ run: ChildProcess; reports: () => Promise<Report[]> }> {
  const file = join(await temporaryDirectory('fixture'), 'report');
  // Neither the outer run's own variables nor the rings that it has of a whole check.
  const outer = Object.entries(process.env).filter(([key]) => !key.startsWith('VITEST') && !key.startsWith('RINGSIDE_RINGS'));
  const run = spawn(process.execPath, [VITEST, 'run', '--root', FIXTURE], {
    env: { ...Object.fromEntries(outer), ...environment, REPORT_FILE: file },
    stdio: 'ignore',
  });
  const reports = async (): Promise<Report[]> => {
    const text = await readFile(file, 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Report]));
  };
  return { run, reports };
}

/** Waits for something that must come true soon after a run's end. */
async function eventually(isTrue: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const probe = async (): Promise<true | undefined> => ((await isTrue()) ? true : undefined);
  return (await waitUntil(probe, { clock: systemClock, pollMs: 100, withinMs })).outcome === 'met';
}

test('two files of a run share one ring, which is gone after the run', async () => {
  const { run, reports } = await runFixture({});
  let node: ProcessIdentity | undefined;
  await eventually(async () => {
    const first = (await reports())[0];
    node = first === undefined ? undefined : identityOf(first.pid);
    return node !== undefined;
  }, 90_000);
  const exitCode = run.exitCode ?? (await new Promise((resolve) => run.once('exit', resolve)));
  expect(exitCode).toBe(0);
  const [one, two] = await reports();
  expect(new Set([one?.file, two?.file])).toEqual(new Set(['one', 'two']));
  expect(two?.pid).toBe(one?.pid);
  expect(two?.directory).toBe(one?.directory);
  expect(await eventually(() => node !== undefined && !isRunning(node), 10_000)).toBe(true);
  expect(await eventually(() => !existsSync(one?.directory ?? ''), 10_000)).toBe(true);
});

test('nothing outlives a run that is killed', async () => {
  const { run, reports } = await runFixture({ HANG: 'yes' });
  try {
    expect(await eventually(async () => (await reports()).some(({ file }) => file === 'two'), 90_000)).toBe(true);
    const [one] = await reports();
    const node = identityOf(one?.pid as number);
    expect(isRunning(node)).toBe(true);
    run.kill('SIGKILL');
    expect(await eventually(() => !isRunning(node), 10_000)).toBe(true);
    expect(await eventually(() => !existsSync(one?.directory ?? ''), 10_000)).toBe(true);
  } finally {
    run.kill('SIGKILL');
  }
});
