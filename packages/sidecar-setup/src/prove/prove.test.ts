import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@ringside/host';
import { temporaryDirectory } from '@ringside/host/vitest';
import { expect, test } from 'vitest';
import { dropInBlock } from '../plan/drop-in.ts';
import { layoutOf } from '../plan/layout.ts';
import { agentOptions } from '../plan/plan-init.ts';
import type { SetupRecord } from '../plan/record.ts';
import type { SetupCheck } from './check.ts';
import { prove } from './prove.ts';

const NAME = '127.0.0.1:9042';

/** The checks of a setup of which nothing runs, by name. */
async function checksOf(over: Partial<SetupRecord>, options?: string): Promise<Readonly<Record<string, SetupCheck>>> {
  const base = await temporaryDirectory('prove');
  const layout = layoutOf(base, NAME);
  await mkdir(layout.folder);
  const optionsFile = join(base, 'jvm-server.options');
  if (options !== undefined) await writeFile(optionsFile, options.replace('BLOCK', dropInBlock(NAME, agentOptions(layout))));
  const place = { address: '127.0.0.1', port: await freePort() };
  const owner = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
  const record = {
    version: 1,
    name: NAME,
    address: '127.0.0.1',
    nativePort: 9_042,
    ...owner,
    agent: place,
    sidecar: place,
    files: {},
  } as const;
  const checks = await prove({ ...record, ...(options !== undefined && { optionsFile }), ...over }, layout);
  return Object.fromEntries(checks.map((check) => [check.name, check]));
}

test('a next start that was to be left alone is no problem, and what that means is told', async () => {
  expect((await checksOf({ permanent: false }))['Next start']).toEqual({
    name: 'Next start',
    outcome: 'waiting',
    found: 'left alone (--no-permanent): the agent will be gone',
    remedy: `Keep it: ringside sidecar init --node ${NAME}`,
  });
  for (const permanent of [true, undefined])
    expect((await checksOf({ permanent }))['Next start']).toMatchObject({
      outcome: 'problem',
      remedy: expect.stringContaining('-javaagent:') as string,
    });
});

test('a next start is in order while the options hold the block, whatever a later init was asked', async () => {
  expect((await checksOf({ permanent: false }, '-ea\nBLOCK'))['Next start']).toMatchObject({ outcome: 'ok' });
  expect((await checksOf({}, '-ea\n'))['Next start']).toMatchObject({ outcome: 'problem' });
});

test('a sidecar that a unit runs is started by that unit, and its log is in the journal', async () => {
  expect((await checksOf({}))['Sidecar']?.remedy).toMatch(/^Start ringside-sidecar with the configuration /);
  expect((await checksOf({ unitFile: '/x' }))['Sidecar']?.remedy).toBe(
    'See why: journalctl -u ringside-sidecar-127.0.0.1-9042.service; start it: systemctl start ringside-sidecar-127.0.0.1-9042.service',
  );
});
