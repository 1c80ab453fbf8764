import { type Ran } from '@ringside/cli-kit/testing';
import { describe, expect, it } from 'vitest';
import { type FakeAnswers, startFakeSidecar } from '../../testing/fake-sidecar.ts';
import { run } from '../../testing/run.ts';

const HOSTILE = 'a\u001B[2J\u009B\u202Eb';
const NO_KEYSPACE = [
  404,
  { status: 'Not Found', code: 404, error: 'NOT_FOUND', message: 'Keyspace nosuch does not exist', remedy: 'Did you mean such?' },
];
const entry = (tag: string, keyspace = 'orders'): object => ({
  tag,
  keyspace,
  table: 'events',
  sizeBytes: 2048,
  trueSizeBytes: 0,
  createdAt: null,
  expiresAt: null,
});

async function ranAgainst(
  answers: Readonly<Record<string, unknown>>,
  ...words: readonly string[]
): Promise<Ran & { asked: readonly string[] }> {
  const sidecar = await startFakeSidecar(answers as FakeAnswers);
  const ran = await run([...words, '--sidecar', sidecar.url]);
  await sidecar.close();
  return { ...ran, out: ran.out.replaceAll(sidecar.url, 'URL'), asked: sidecar.asked };
}

describe('ringside snapshot list', () => {
  const answers = {
    'GET /api/v1/cassandra/snapshots': [200, { snapshots: [entry(HOSTILE), entry('nightly'), entry('old', 'dropped')] }],
    'GET /api/v1/cassandra/availability': NO_KEYSPACE,
  };

  it('writes what a terminal must not get as an escape, in the table and in JSON', async () => {
    const table = await ranAgainst(answers, 'snapshot', 'list');
    expect(table.out).toContain(String.raw`a\u001b[2J\u009b\u202eb  orders`);
    const json = await ranAgainst(answers, 'snapshot', 'list', '--json');
    expect(`${table.out}${json.out}`).not.toMatch(/[^\P{C}\n]/u);
    expect((JSON.parse(json.out) as { snapshots: { tag: string }[] }).snapshots[0]?.tag).toBe(HOSTILE);
  });

  it('of a keyspace that does not exist is an error with the near miss, but one that was dropped still has its snapshots', async () => {
    const none = await ranAgainst(answers, 'snapshot', 'list', '-k', 'nosuch');
    expect([none.exitCode, none.out, none.err]).toEqual([
      66,
      '',
      expect.stringMatching(/Keyspace nosuch does not exist\n.*Did you mean such\?/),
    ]);
    const dropped = await ranAgainst(answers, 'snapshot', 'list', '-k', 'dropped');
    expect([dropped.exitCode, dropped.out]).toEqual([0, expect.stringContaining('old')]);
  });

  it('of a tag that no snapshot has is an error with the near miss', async () => {
    const { exitCode, err } = await ranAgainst(answers, 'snapshot', 'list', '--tag', 'nigthly');
    expect([exitCode, err]).toEqual([66, expect.stringMatching(/There is no snapshot "nigthly"\n.*Did you mean nightly\?/)]);
  });
});

describe('ringside snapshot clear', () => {
  it('says which tables had it, and "deleted" only of what was there, also in a dry run', async () => {
    const cleared = (removed: unknown): object => ({
      'DELETE /api/v1/cassandra/snapshots/nightly': [200, { result: 'Success', removed }],
      'GET /api/v1/cassandra/snapshots': [
        200,
        { snapshots: (removed as unknown[]).length === 0 ? [] : [entry('nightly'), entry('nightly')] },
      ],
    });
    const some = { ...cleared([{ keyspace: 'orders', table: 'events' }]) };
    expect((await ranAgainst(some, 'snapshot', 'clear', 'nightly')).out).toBe('URL  snapshot nightly deleted from orders.events\n');
    expect((await ranAgainst(some, 'snapshot', 'clear', 'nightly', '--dry-run')).out).toBe(
      'URL  snapshot nightly would be deleted from orders.events\n',
    );
    for (const words of [[], ['--dry-run']])
      expect((await ranAgainst({ ...cleared([]) }, 'snapshot', 'clear', 'nightly', ...words)).out).toBe(
        'URL  snapshot nightly is not there: nothing to do\n',
      );
  });
});

describe('ringside snapshot create', () => {
  const refusing = {
    'GET /api/v1/cassandra/snapshots': [200, { snapshots: [entry('nightly')] }],
    'PUT /api/v1/cassandra/snapshots/nightly': [409, { code: 409, error: 'SNAPSHOT_EXISTS', message: 'Snapshot nightly already exists' }],
    'PUT /api/v1/cassandra/snapshots/fresh': NO_KEYSPACE,
    'GET /api/v1/cassandra/availability': NO_KEYSPACE,
  };

  it.each([
    ['a tag that exists', 73, ['nightly']],
    ['a keyspace that does not', 66, ['fresh', '-k', 'nosuch']],
  ])('refuses %s in a dry run as it does for real', async (_, exitCode, words) => {
    const real = await ranAgainst(refusing, 'snapshot', 'create', ...words);
    const dry = await ranAgainst(refusing, 'snapshot', 'create', ...words, '--dry-run');
    expect([real.exitCode, dry.exitCode, dry.err]).toEqual([exitCode, exitCode, real.err]);
    expect(dry.asked.filter((request) => request.startsWith('PUT'))).toEqual([]);
  });

  it.each(['soon', '59s', '1h30m', '1.5d', '24856d', '9999999999d'])(
    'refuses --ttl %s before anything is asked, in a dry run too',
    async (ttl) => {
      for (const words of [[], ['--dry-run']]) {
        const { exitCode, asked } = await ranAgainst(refusing, 'snapshot', 'create', 'fresh', '--ttl', ttl, ...words);
        expect([exitCode, asked]).toEqual([64, []]);
      }
    },
  );

  it('takes no name that is hard to list, clear, print or type again, and asks nobody', async () => {
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
      const { exitCode, err, asked } = await ranAgainst(refusing, 'snapshot', 'create', '--json', '--', tag);
      expect([tag, exitCode, asked, err]).toEqual([tag, 64, [], expect.stringContaining('INVALID_ARGUMENT')]);
    }
  });
});
