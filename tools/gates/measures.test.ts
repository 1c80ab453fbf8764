import { describe, expect, it } from 'vitest';
import { circlesIn, isMeasured, measure, measureFaults, measureRows, type Source } from './measures.ts';

const SOURCES: readonly Source[] = [
  ['packages/client/src/a.ts', "import { Client } from 'cassandra-driver';\nimport type { B } from './b.ts';\n"],
  ['packages/client/src/b.ts', 'export interface B {}\n'],
  ['packages/ring/src/a.ts', "import { b } from '@ringside/client';\n"],
];
const REPORT =
  '```ts\nexport interface Told {\n    readonly told: string;\n    // (undocumented)\n    mute(): void;\n}\n\n// @public\ninterface Inner {\n    // (undocumented)\n    x: 1;\n}\n```\n';

const planted = (...more: readonly Source[]): ReturnType<typeof measure> => measure([...SOURCES, ...more], [REPORT]);
const page = measureRows(planted()).join('\n');

describe('measure()', () => {
  it('finds no circle, one package with the driver, and half of the members documented', () => {
    const { fileCircles, packageCircles, lines, members, driver } = planted();
    expect([fileCircles, packageCircles, members, driver]).toEqual([[], [], { documented: 1, all: 2 }, ['client']]);
    expect(lines).toEqual([
      ['client', 3],
      ['ring', 1],
    ]);
  });

  it('counts circles of files and of packages that are made of types alone', () => {
    expect(planted(['packages/client/src/b.ts', "import type { A } from './a.ts';\n"]).fileCircles).toEqual([
      'packages/client/src/a.ts → packages/client/src/b.ts',
    ]);
    expect(planted(['packages/client/src/c.ts', "import type { A } from '@ringside/ring/testing';\n"]).packageCircles).toEqual([
      'client → ring',
    ]);
  });

  it('leaves out tests and what only they use', () => {
    const paths = [
      'packages/ring/src/a.ts',
      'packages/ring/src/a.test.ts',
      'packages/ring/src/testing/a.ts',
      'packages/ring/api-report.md',
    ];
    expect(paths.filter(isMeasured)).toEqual(['packages/ring/src/a.ts']);
  });
});

describe('circlesIn()', () => {
  it('tells circles that meet from those that only follow each other', () => {
    const graph = new Map(Object.entries({ a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'], e: ['a', 'e'], f: ['nowhere'] }));
    expect(circlesIn(graph)).toEqual(['a → b', 'c → d', 'e']);
  });
});

describe('measureFaults()', () => {
  it('accepts the page that says what is measured, however its table is spaced', () => {
    expect(measureFaults(page.replaceAll(' | ', '   |  '), planted())).toEqual([]);
  });

  it.each([
    ['a circle of types', ['packages/client/src/b.ts', "import type { A } from './a.ts';\n"], /files of a package.* 1 \|$/],
    ['a package that grew', ['packages/ring/src/b.ts', '\n'.repeat(3_000)], /more than 3000 lines.* `ring` \|$/],
    [
      'another package with the driver',
      ['packages/ring/src/b.ts', "import 'cassandra-driver';\n"],
      /the CQL driver.* `client`, `ring` \|$/,
    ],
  ] as const)('refuses %s that the page does not tell', (_what, source, fault) => {
    expect(measureFaults(page, planted(source))[0]).toMatch(fault);
  });

  it('refuses a page that says more than is true, and what may never be, whatever the page says', () => {
    expect(measureFaults(page.replace('50 %', '100 %'), planted())).toEqual([expect.stringContaining('50 %')]);
    const wrong = planted(
      ['packages/client/src/b.ts', "import type { A } from './a.ts';\n"],
      ['packages/client/src/c.ts', "import '@ringside/ring';\n"],
      ['packages/ring/src/b.ts', "import 'cassandra-driver';\n"],
    );
    expect(measureFaults(measureRows(wrong).join('\n'), wrong)).toEqual([
      'files import each other in a circle: packages/client/src/a.ts → packages/client/src/b.ts',
      'packages import each other in a circle: client → ring',
      'ring imports cassandra-driver: open a session of client',
    ]);
  });
});
