import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../ci/steps.ts';
import { bannedNames, wordFaults } from './words.ts';

const banned = bannedNames(readFileSync(join(ROOT, 'docs-site/docs/develop/architecture.mdx'), 'utf8'));

describe('the word list of the architecture page', () => {
  it('bans names and folders, each as one word', () => {
    expect(banned.length).toBeGreaterThanOrEqual(8);
    expect(banned.filter(({ name }) => !/^\*?\w+\/?$/.test(name))).toEqual([]);
  });

  it('finds a planted name that means a span here and an instant there, whatever it begins with', () => {
    const faultsOf = (text: string): readonly string[] => wordFaults(banned, 'tools/bench/a.ts', text);
    for (const name of ['deadlineMs', 'stopDeadlineMs', 'DEADLINE_MS', 'STOP_DEADLINE_MS', 'DEADLINES_MS'])
      expect(faultsOf(`const ${name} = 30_000;`)).toHaveLength(1);
    expect(faultsOf('const deadline = deadlineIn(clock, withinMs ?? STOP_LIMIT_MS);')).toEqual([]);
  });

  it('finds a planted name, in its package only, and a planted folder', () => {
    const planted = {
      'packages/dashboard/src/a.ts': 'takeSnapshot();',
      'packages/sidecar/src/views/b.ts': 'takeSnapshot();',
      'packages/core/src/c.ts': 'refuseTwins(); takeSnapshots();',
    };
    expect(Object.entries(planted).flatMap(([file, text]) => wordFaults(banned, file, text))).toEqual([
      'packages/dashboard/src/a.ts: takeSnapshot is not a word of the architecture page',
      'packages/sidecar/src/views/b.ts: views/ is not a word of the architecture page',
      'packages/core/src/c.ts: refuseTwins is not a word of the architecture page',
    ]);
  });
});
