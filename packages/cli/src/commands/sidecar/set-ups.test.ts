import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@ringside/host';
import { temporaryDirectory } from '@ringside/host/vitest';
import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../testing/run.ts';

const GOOD = '127.0.0.1:19042';
const BROKEN = '127.0.0.2:19042';
let into: string;

/** A setup of which nothing runs, and one whose record somebody has spoilt. */
beforeEach(async () => {
  into = await temporaryDirectory('set-ups');
  for (const folder of ['127.0.0.1-19042', '127.0.0.2-19042']) await mkdir(join(into, folder));
  const place = { address: '127.0.0.1', port: await freePort() };
  const owner = { uid: process.geteuid?.(), gid: process.getegid?.() };
  const record = { version: 1, name: GOOD, address: '127.0.0.1', nativePort: 19_042, ...owner, agent: place, sidecar: place, files: {} };
  await writeFile(join(into, '127.0.0.1-19042/setup.json'), JSON.stringify({ ...record, permanent: false }));
  await writeFile(join(into, '127.0.0.2-19042/setup.json'), '{');
});

describe('where one record of several is broken', () => {
  it('ringside sidecar status tells it beside the others', async () => {
    const { exitCode, out } = await run(['sidecar', 'status', '--into', into, '--json']);
    const { healthy, nodes } = JSON.parse(out) as {
      readonly healthy: boolean;
      readonly nodes: readonly { readonly node: string; readonly checks: unknown }[];
    };
    expect([exitCode, healthy, nodes.map(({ node }) => node)]).toEqual([69, false, [GOOD, '127.0.0.2-19042']]);
    expect(nodes[1]?.checks).toEqual([
      {
        name: 'Record',
        outcome: 'problem',
        found: `${join(into, '127.0.0.2-19042/setup.json')} is not what ringside sidecar init writes`,
        remedy: expect.stringContaining('Move it away') as string,
      },
    ]);
  });

  it('ringside sidecar remove undoes the others, tells it, and does not end with 0', async () => {
    const { exitCode, out, err } = await run(['sidecar', 'remove', '--into', into]);
    expect([exitCode, out]).toEqual([65, expect.stringContaining(`The sidecar of ${GOOD} is gone`)]);
    expect(err).toContain('127.0.0.2-19042/setup.json is not what ringside sidecar init writes');
    expect(['127.0.0.1-19042', '127.0.0.2-19042'].map((folder) => existsSync(join(into, folder)))).toEqual([false, true]);
  });

  it('one that is named is not hidden by it, and it is told where it is the one that is named', async () => {
    const named = await run(['sidecar', 'status', '--into', into, '--node', GOOD, '--json']);
    expect((JSON.parse(named.out) as { readonly nodes: readonly unknown[] }).nodes).toHaveLength(1);
    for (const node of [BROKEN, '127.0.0.2']) {
      const { exitCode, err } = await run(['sidecar', 'status', '--into', into, '--node', node]);
      expect([exitCode, err]).toEqual([65, expect.stringContaining('is not what ringside sidecar init writes')]);
    }
    expect((await run(['sidecar', 'status', '--into', into, '--node', '127.0.0.3'])).exitCode).toBe(66);
  });
});
