import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fence } from '../plugins/fences/fence.ts';
import { readFences, type Strictness } from '../plugins/fences/read-fences.ts';
import { strictnessOf } from '../plugins/fences/strictness.ts';
import { comparable, VARIES } from '../plugins/fences/vary.ts';
import { parsePage } from '../plugins/page/parse.ts';
import { drift } from '../scripts/fences/compare.ts';
import { planLanes } from '../scripts/fences/lanes.ts';
import { type Page, type RingName, RINGS } from '../scripts/fences/page.ts';
import { addOutput, recordPage, replaceOutput } from '../scripts/fences/record.ts';
import { relocate, toPlace } from '../scripts/quick-start/place.ts';

const FENCE = '```';
const fence = (opening: string, text: string): string => `${FENCE}${opening}\n${text}\n${FENCE}\n`;
const read = (source: string, strictness: Strictness = 'all') => readFences(parsePage(source, 'page.mdx'), 'docs/page.mdx', strictness);

describe('readFences()', () => {
  it('joins a fence with the output that follows it', () => {
    const source = `# A page\n\n${fence('cql node=2', 'SELECT 1;')}\n${fence('text output vary="id moment"', 'one')}`;
    expect(read(source)).toMatchObject([
      { language: 'cql', code: 'SELECT 1;', line: 3, node: 2, fails: false, output: { text: 'one', line: 7, vary: ['id', 'moment'] } },
    ]);
  });

  it.each([
    ['a missing language', fence('', 'SELECT 1;'), 'docs/page.mdx:1: This fence names no language.'],
    [
      'a language with a typo',
      fence('cqll', 'SELECT 1;'),
      'docs/page.mdx:1: A "cqll" fence is not run; on this page there are cql, bash, ts, and "text output" after one. Did you mean "cql"?',
    ],
    ['a word with a typo', fence('bash fials', 'ls'), 'docs/page.mdx:1: no fence knows "fials"; did you mean "fails"?'],
    [
      'a rule with a typo',
      `${fence('bash', 'ls')}\n${fence('text output vary=nummber', '')}`,
      'docs/page.mdx:5: vary knows no "nummber"; did you mean "number"?',
    ],
    ['an output of nothing', `text\n\n${fence('text output', 'one')}`, 'docs/page.mdx:3: This output follows no fence that is run.'],
    [
      'not-run where all must run',
      fence('bash not-run="it takes too long here"', 'ls'),
      'docs/page.mdx:1: Every fence of this page is run; not-run is for others.',
    ],
    ['a coordinator for bash', fence('bash node=2', 'ls'), 'docs/page.mdx:1: node= is a digit, for cql fences only.'],
    ['a broken pattern', fence('bash until="["', 'ls'), 'docs/page.mdx:1: Invalid regular expression'],
  ])('refuses %s, with file and line', (_, source, message) => {
    expect(() => read(source)).toThrow(message);
  });

  it('lets other pages say why a fence is not run, but not without a reason', () => {
    expect(read(fence('bash not-run="it installs software"', 'ls'), 'reasons')).toMatchObject([{ notRun: 'it installs software' }]);
    expect(() => read(fence('bash not-run', 'ls'), 'reasons')).toThrow('not-run needs its reason');
    expect(read(fence('json', '{}'), 'reasons')).toEqual([]);
  });
});

describe('strictnessOf()', () => {
  it('lets no fence of Learn and Quick start go unrun, and leaves generated pages to their own tests', () => {
    expect(['learn/gossip', 'quick-start', 'operate/status', 'reference/cli/index'].map(strictnessOf)).toEqual([
      'all',
      'all',
      'reasons',
      undefined,
    ]);
  });
});

describe('drift()', () => {
  it('does not see how wide columns are', () => {
    expect(drift(' name | kind\n------+------\n  rex |  dog', ' name  | kind\n-------+-----\n   rex | dog\n', [])).toBe('');
  });

  it('shows a planted wrong output line by line', () => {
    expect(drift(' name | kind\n  rex | dog\n\n(1 rows)', ' name | kind\n  rex | cat\n\n(1 rows)', [])).toBe(
      '  name | kind\n- rex | dog\n+ rex | cat\n  \n  (1 rows)',
    );
  });

  it('sees a changed number, id, moment, size or order unless the fence lets it vary', () => {
    const pairs = [
      ['number', 'took 3 rounds', 'took 4 rounds'],
      ['id', '25291afa-1d1d-466d-bbad-1647746dc627', '059c97f9-91ff-465f-91e3-d09e50416ad0'],
      ['moment', '2026-11-23 10:00:00.000000+0000', '2026-11-24 11:30:00.000000+0000'],
      ['size', '79.75 KiB', '1.09 MiB'],
      ['duration', 'in 350 ms', 'in 1.2 s'],
      ['order', 'b\na', 'a\nb'],
      ['hash', 'digest 0xdeadbeef', 'digest 0xcafebabe'],
      ['phi', 'φ 0.12', 'φ 11.5'],
      ['java', 'on Java 17.0.15', 'on Java 11.0.2'],
      ['build', 'docs (being built)', 'docs'],
      ['path', '~/ringside/data/a-1', '~/ringside/data/b-2'],
    ] as const;
    for (const [rule, shown, printed] of pairs) {
      expect({ rule, drift: drift(shown, printed, []) }).not.toEqual({ rule, drift: '' });
      expect({ rule, drift: drift(shown, printed, [rule]) }).toEqual({ rule, drift: '' });
    }
  });

  it('takes an address with and without the name that Java looked up for the same, and no other', () => {
    for (const name of ['localhost', '127.0.0.3', 'node-3.example.org'])
      expect(drift('to /127.0.0.3:7000', `to ${name}/127.0.0.3:7000`, [])).toBe('');
    expect(drift('to /127.0.0.3:7000', 'to localhost/127.0.0.2:7000', [])).not.toBe('');
    expect(drift('in data/127.0.0.3', 'in other/127.0.0.3', [])).not.toBe('');
  });

  it.each(['  · The documentation is built: http://127.0.0.1:9080/', '  · Made a class-data archive: from now on nodes start faster'])(
    'lets what goes on beside a ring be ready at any moment of a run, also as its last word: %s',
    (ready) => {
      for (const printed of [`one\n${ready}\ntwo`, `${ready}\none\ntwo`, `one\ntwo\n${ready}`])
        expect([drift('one\ntwo', printed, ['build']), drift('one\ntwo', printed, [])]).toEqual(['', expect.stringContaining('+ ·')]);
    },
  );

  it('is empty exactly when the comparable lines are equal', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.subarray([...VARIES]), (a, b, vary) => {
        expect(drift(a, b, vary) === '').toBe(JSON.stringify(comparable(a, vary)) === JSON.stringify(comparable(b, vary)));
      }),
    );
  });
});

describe('replaceOutput()', () => {
  it('puts the new text in the place of the old and leaves all else, so that reading gives it back', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z |]{1,20}$/), { maxLength: 5 }), (lines) => {
        const text = lines.join('\n');
        const source = `before\n\n${fence('bash', 'ls')}\n${fence('text output vary="number"', 'old')}\nafter\n`;
        const [found] = read(source);
        const replaced = replaceOutput(source, found!.output!, text);
        expect(read(replaced)[0]!.output).toMatchObject({ text, vary: ['number'] });
        expect(replaced.startsWith('before\n')).toBe(true);
        expect(replaced.endsWith('\nafter\n')).toBe(true);
      }),
    );
  });
});

describe('recordPage()', () => {
  it('writes nothing of a fence that did not do what it should, whatever that printed', async () => {
    const source = `${fence('bash', 'ls')}\n${fence('text output', 'old')}`;
    const [found] = read(source);
    const page = { id: 'learn/planted', file: '/nowhere/page.mdx', source, ring: 'one-datacenter', fences: [found!] } as const;
    const result = { fence: found!, printed: 'ls: out of memory', fault: 'This fence failed:\nls: out of memory', elapsedMs: 1 };
    expect(await recordPage({ page, fences: [result], leftovers: [], elapsedMs: 1 })).toBe(0);
  });
});

describe('addOutput()', () => {
  it('puts an output after the fence that printed it, which reading then joins with it', () => {
    const source = `before\n\n${fence('bash', 'ls')}\nafter\n`;
    const shown = addOutput(source, read(source)[0]!.end, 'one');
    expect(shown).toBe(`before\n\n${fence('bash', 'ls')}\n${fence('text output', 'one')}\nafter\n`);
    expect(read(shown)[0]!.output).toMatchObject({ text: 'one', vary: [] });
  });
});

describe('toPlace()', () => {
  it('moves the default ports to the ring that is used, and relocate() moves them back', () => {
    const typed = "new Client({ contactPoints: ['127.0.0.1:9042'] }); curl http://127.0.0.2:9043/ 19042";
    const moved = toPlace(typed, { portBase: 8600 });
    expect(moved).toBe("new Client({ contactPoints: ['127.0.0.1:8642'] }); curl http://127.0.0.2:8643/ 19042");
    expect(relocate(moved, { root: '/srv/clone', home: '/tmp/x', portBase: 8600 })).toBe(typed);
  });

  it('moves the second ring of a page too, though one ring has the ports that the other is shown with', () => {
    const typed = 'ringside up --port-base 9300; curl 127.0.0.1:9043 127.0.0.1:9343; storage 7000 7300';
    const ports = { portBase: 9300, otherBase: 9037 };
    const moved = toPlace(typed, ports);
    expect(moved).toBe('ringside up --port-base 9037; curl 127.0.0.1:9343 127.0.0.1:9080; storage 7300 7037');
    expect(relocate(moved, { root: '/srv/clone', home: '/tmp/x', ...ports })).toBe(typed);
  });
});

describe('planLanes()', () => {
  const page = (id: string, ring: RingName, notRun?: string): Page => ({
    id,
    file: `${id}.mdx`,
    source: '',
    ring,
    fences: [{ language: 'bash', code: 'true', line: 1, ...(notRun === undefined ? {} : { notRun }) } as unknown as Fence],
  });
  const ringOf = fc.constantFrom<RingName>(...RINGS);

  it('runs every page that has a fence to run, once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(ringOf, fc.boolean())), (shapes) => {
        const pages = shapes.map(([ring, isRun], index) => page(`page-${index}`, ring, isRun ? undefined : 'no reason'));
        const lanes = planLanes(pages);
        const ids = lanes.flatMap((lane) => lane.flatMap((stretch) => stretch.pages.map(({ id }) => id)));
        expect(ids.toSorted()).toEqual(
          pages
            .filter((_, index) => shapes[index]?.[1] === true)
            .map(({ id }) => id)
            .toSorted(),
        );
        for (const stretch of lanes.flat()) expect(new Set(stretch.pages.map(({ ring }) => ring))).toEqual(new Set([stretch.ring]));
      }),
    );
  });

  it('starts one ring for one page', () => {
    expect(planLanes([page('learn/gossip', 'one-datacenter')])).toHaveLength(1);
  });
});
