import { afterEach, describe, expect, it } from 'vitest';
import { killFakeNodes, newHome, startFakeNode, writeRing } from '../../testing/fake-ring.ts';
import { run } from '../../testing/run.ts';

function ringOfThree(): string {
  const home = newHome();
  writeRing(home, ['node1', 'node2', 'node3']);
  return home;
}

async function upgrade(...words: readonly string[]): ReturnType<typeof run> {
  return run(['cluster', 'upgrade', ...words, '--directory', ringOfThree()]);
}

afterEach(killFakeNodes);

describe('ringside cluster upgrade', () => {
  it('says with --dry-run what each node would run, by line or by exact version', async () => {
    expect(await upgrade('node1', '3', '--cassandra', '6.0', '--dry-run')).toMatchObject({
      exitCode: 0,
      out:
        'Would restart node1 (127.0.0.1) with Cassandra 6.0-alpha2, after 5.0.9\n' +
        'Would restart node3 (127.0.0.3) with Cassandra 6.0-alpha2, after 5.0.9\n',
    });
    const { out } = await upgrade('node2', '--settings', '{"storage_compatibility_mode":"NONE"}', '--dry-run', '--json');
    const node = { node: 'node2', address: '127.0.0.2', from: '5.0.9', to: '5.0.9' };
    expect(JSON.parse(out)).toEqual({ dryRun: true, action: 'upgrade', nodes: [node] });
  });

  it('says with --dry-run which nodes run what is asked already, and would be left as they are', async () => {
    const home = ringOfThree();
    await startFakeNode(home, 'node1');
    const words = ['cluster', 'upgrade', 'node1', 'node2', '--cassandra', '5.0.9', '--dry-run', '--directory', home];
    expect((await run(words)).out).toBe(
      'Would leave node1 (127.0.0.1) as it is: it runs Cassandra 5.0.9, as asked\nWould restart node2 (127.0.0.2) with Cassandra 5.0.9\n',
    );
    expect(JSON.parse((await run([...words, '--json'])).out)).toMatchObject({ nodes: [{ node: 'node2' }] });
  });

  it.each([
    [['node1'], 'Neither a version nor a setting was named'],
    [['node1', '--cassandra', '4.1'], 'there is no downgrade'],
    [['node1', '--cassandra', '7.0'], 'Cassandra 7.0 is not supported'],
    [['node4', '--cassandra', '6.0'], 'The ring has no node "node4"'],
    [['node1', '--settings', '[]'], '--settings is not valid JSON: it is not an object'],
    [['node1', '--settings', '{"storage_compatibility_mod":"NONE"}'], 'did you mean "storage_compatibility_mode"?'],
  ])('refuses %j before any node is touched', async (words, said) => {
    for (const dryRun of [[], ['--dry-run']]) {
      const { exitCode, err } = await upgrade(...words, ...dryRun);
      expect(exitCode).not.toBe(0);
      expect(err).toContain(said);
    }
  });
});
