import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../testing/run.ts';

let root: string;
let home: string;

beforeEach(() => {
  root = temporaryDirectorySync('settings');
  home = join(root, 'home');
  vi.stubEnv('RINGSIDE_CACHE', join(root, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const MALFORMED = ['{"num_tokens": 4', 65, /JSON_MALFORMED/] as const;
const UNKNOWN = ['{"num_tokns": 4}', 78, /num_tokns[^]*num_tokens/] as const;
const WAYS = ['', '--dry-run', '--detach', '--fresh', '--fresh --dry-run', '--json --dry-run'];
const up = (words: string): ReturnType<typeof run> => run([...`up ${words}`.trim().split(' '), '--directory', home]);

describe.each([
  ['malformed', ...MALFORMED],
  ['of an unknown key', ...UNKNOWN],
])('CONFIG_OVERRIDE_JSON that is %s', (_, text, exitCode, said) => {
  beforeEach(() => vi.stubEnv('CONFIG_OVERRIDE_JSON', text));

  it.each(WAYS)('ends ringside up %s before anything is fetched or written', async (words) => {
    const ended = await up(words);
    expect(ended).toMatchObject({ exitCode, out: '', err: expect.stringMatching(said) });
    expect(readdirSync(root)).toEqual([]);
  });

  it('leaves the ring that --fresh would replace where it is', async () => {
    mkdirSync(join(home, 'ring'), { recursive: true });
    writeFileSync(join(home, 'ring', 'ring.json'), '{}');
    expect((await up('--fresh')).exitCode).toBe(exitCode);
    expect([readdirSync(home), readdirSync(join(home, 'ring')), existsSync(join(root, 'cache'))]).toEqual([['ring'], ['ring.json'], false]);
  });
});
