import type { Ran } from '@ringside/cli-kit/testing';
import { keyspaceName, snapshotTag } from '@ringside/model';
import { smallCluster, startSimulatedSidecar } from '@ringside/sidecar/testing';
import type { SimulatedCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import { run } from '../../testing/run.ts';

const HOSTILE = 'a\u001B[2J\u009B\u202Eb';
const orders = [keyspaceName('orders')];

/** A small cluster whose first node has snapshots: `nightly`, one that nobody could take, and one of a keyspace that was dropped since. */
async function clusterWithSnapshots(): Promise<SimulatedCluster> {
  const cluster = smallCluster();
  const { control } = cluster.node('node1');
  await control.takeSnapshot({ tag: snapshotTag('nightly'), keyspaces: orders });
  await control.takeSnapshot({ tag: snapshotTag(HOSTILE), keyspaces: orders });
  cluster.createKeyspace('dropped', { replication: { class: 'SimpleStrategy', replication_factor: '1' }, tables: ['events'] });
  await control.takeSnapshot({ tag: snapshotTag('old'), keyspaces: [keyspaceName('dropped')] });
  cluster.dropKeyspace('dropped');
  return cluster;
}

async function ranBeside(cluster: SimulatedCluster, ...words: readonly string[]): Promise<Ran & { asked: readonly string[] }> {
  const sidecar = await startSimulatedSidecar({ cluster });
  const ran = await run(['--sidecar', sidecar.url, ...words]);
  await sidecar.close();
  return { ...ran, out: ran.out.replaceAll(sidecar.url, 'URL'), asked: sidecar.asked };
}

describe('ringside snapshot list', () => {
  it('writes what a terminal must not get as an escape, in the table and in JSON', async () => {
    const cluster = await clusterWithSnapshots();
    const table = await ranBeside(cluster, 'snapshot', 'list');
    expect(table.out).toContain(String.raw`a\u001b[2J\u009b\u202eb  orders`);
    const json = await ranBeside(cluster, 'snapshot', 'list', '--json');
    expect(`${table.out}${json.out}`).not.toMatch(/[^\P{C}\n]/u);
    expect((JSON.parse(json.out) as { snapshots: { tag: string }[] }).snapshots[0]?.tag).toBe(HOSTILE);
  });

  it('of a keyspace that does not exist is an error with the near miss, but one that was dropped still has its snapshots', async () => {
    const cluster = await clusterWithSnapshots();
    const none = await ranBeside(cluster, 'snapshot', 'list', '-k', 'odrers');
    expect([none.exitCode, none.out, none.err]).toEqual([
      66,
      '',
      expect.stringMatching(/Keyspace odrers does not exist\n.*Did you mean orders\?/),
    ]);
    const dropped = await ranBeside(cluster, 'snapshot', 'list', '-k', 'dropped');
    expect([dropped.exitCode, dropped.out]).toEqual([0, expect.stringContaining('old')]);
  });

  it('of a tag that no snapshot has is an error with the near miss', async () => {
    const { exitCode, err } = await ranBeside(await clusterWithSnapshots(), 'snapshot', 'list', '--tag', 'nigthly');
    expect([exitCode, err]).toEqual([66, expect.stringMatching(/There is no snapshot "nigthly"\n.*Did you mean nightly\?/)]);
  });
});

describe('ringside snapshot clear', () => {
  it('says which tables had it, and "deleted" only of what was there, also in a dry run', async () => {
    const cluster = await clusterWithSnapshots();
    const outOf = async (...words: readonly string[]): Promise<string> =>
      (await ranBeside(cluster, 'snapshot', 'clear', 'nightly', ...words)).out;
    const tags = (): readonly string[] => cluster.node('node1').snapshots.map(({ tag }) => tag);
    expect(await outOf('--dry-run')).toBe('URL  snapshot nightly would be deleted from orders.events\n');
    expect(tags()).toEqual(['nightly', HOSTILE, 'old']);
    expect(await outOf()).toBe('URL  snapshot nightly deleted from orders.events\n');
    expect(tags()).toEqual([HOSTILE, 'old']);
    for (const words of [[], ['--dry-run']]) expect(await outOf(...words)).toBe('URL  snapshot nightly is not there: nothing to do\n');
  });
});

describe('ringside snapshot create', () => {
  it.each([
    ['a tag that exists', 73, ['nightly']],
    ['a keyspace that does not', 66, ['fresh', '-k', 'nosuch']],
  ])('refuses %s in a dry run as it does for real', async (_, exitCode, words) => {
    const cluster = await clusterWithSnapshots();
    const before = cluster.node('node1').snapshots;
    const real = await ranBeside(cluster, 'snapshot', 'create', ...words);
    const dry = await ranBeside(cluster, 'snapshot', 'create', ...words, '--dry-run');
    expect([real.exitCode, dry.exitCode, dry.err]).toEqual([exitCode, exitCode, real.err]);
    expect(dry.asked.filter((request) => request.startsWith('PUT'))).toEqual([]);
    expect(cluster.node('node1').snapshots).toEqual(before);
  });

  it.each(['soon', '59s', '1h30m', '1.5d', '24856d', '9999999999d'])(
    'refuses --ttl %s before anything is asked, in a dry run too',
    async (ttl) => {
      for (const words of [[], ['--dry-run']]) {
        const { exitCode, asked } = await ranBeside(smallCluster(), 'snapshot', 'create', 'fresh', '--ttl', ttl, ...words);
        expect([exitCode, asked]).toEqual([64, []]);
      }
    },
  );

  it('takes no name that is hard to list, clear, print or type again, and asks nobody', async () => {
    const sidecar = await startSimulatedSidecar();
    for (const tag of [
      '',
      ' a',
      'a ',
      '.',
      '..',
      '.a',
      '-a',
      'a/b',
      'a\\b',
      'a\u001B',
      'a\nb',
      'a\u2028b',
      'ä',
      '🦜',
      '*',
      "a'b",
      'a"b',
      'x'.repeat(256),
    ]) {
      const { exitCode, err } = await run(['--sidecar', sidecar.url, 'snapshot', 'create', '--json', '--', tag]);
      expect([tag, exitCode, sidecar.asked, err]).toEqual([tag, 64, [], expect.stringMatching(/INVALID_ARGUMENT.*snapshot/)]);
    }
    await sidecar.close();
  });
});
