import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { whatRuns } from '@ringside/local-ring/testing';
import { describe, expect, it } from 'vitest';
import { kill9, NOTHING, readRow, useLaunchedRing, writeRow } from '../testing/launched-ring.ts';

const { home, portBase, ringside, up, allUp } = useLaunchedRing();

describe('ringside up', { timeout: 300_000 }, () => {
  it('with --fresh starts over, keeps the old data until the new ring is up, and refuses while a ring runs', async () => {
    await writeRow(await up('--nodes', '1', '--port-base', String(portBase())));
    expect(await ringside('up', '--fresh')).toMatchObject({ exitCode: 69, err: expect.stringContaining('RING_RUNNING') });
    expect(await ringside('up', '--nodes', '5')).toMatchObject({ exitCode: 64, err: expect.stringContaining('--nodes is 1 there, not 5') });
    await ringside('down');
    expect(await ringside('up', '--fresh', '--memory', '1024GiB')).toMatchObject({
      exitCode: 71,
      err: expect.stringContaining('MEMORY_SHORT'),
    });
    expect(existsSync(join(home(), 'ring', 'ring.json'))).toBe(true);

    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(portBase() + 43, '127.0.0.1', resolve));
    const failed = await ringside('up', '--fresh', '--no-docs', '--nodes', '1', '--port-base', String(portBase()));
    thief.close();
    expect(failed).toMatchObject({ exitCode: 69, err: expect.stringContaining(`in use by`) });
    expect(failed.err).toContain(`(pid ${process.pid})`);
    expect(whatRuns(home())).toEqual(NOTHING);
    const old = await up();
    expect(await readRow(old)).toBe('still here');
    await ringside('down');

    const fresh = await up('--fresh', '--nodes', '1', '--port-base', String(portBase()));
    await expect(readRow(fresh)).rejects.toThrow(/kept/);
    expect(existsSync(join(home(), 'ring.aside'))).toBe(false);
  });

  it('with a state that cannot be read says so, leaves nothing running, and --fresh gets over it', async () => {
    const summary = await up('--nodes', '1', '--port-base', String(portBase()));
    await kill9(summary.launcherPid);
    writeFileSync(join(home(), 'ring', 'ring.json'), '{ "version": 1, "na');
    const corrupt = await ringside('up', '--no-docs');
    expect(corrupt).toMatchObject({ exitCode: 65, err: expect.stringContaining('STATE_CORRUPT') });
    expect(corrupt.err).toContain('--fresh');
    expect(whatRuns(home())).toEqual(NOTHING);
    await up('--fresh', '--nodes', '1', '--port-base', String(portBase()));
    await allUp(1);
  });

  it('when Cassandra dies while it starts, says why from its log, leaves nothing running, and takes nothing of it for a ring', async () => {
    process.env['CONFIG_OVERRIDE_JSON'] = '{"partitioner": "NoSuch"}';
    try {
      const died = await ringside('up', '--no-docs', '--nodes', '1', '--port-base', String(portBase()));
      expect(died).toMatchObject({ exitCode: 70, err: expect.stringContaining('Invalid partitioner class NoSuch') });
      expect(existsSync(/its log is (\S+\.log)/.exec(died.err)?.[1] ?? '')).toBe(true);
    } finally {
      delete process.env['CONFIG_OVERRIDE_JSON'];
    }
    expect(whatRuns(home())).toEqual(NOTHING);
    await up('--nodes', '1', '--port-base', String(portBase()));
  });
});
