import { describe, expect, it } from 'vitest';
import { countMembers, memberFaults } from './members.ts';

const fence = (code: string): string => `\`\`\`ts\n${code}\n\`\`\`\n`;

const REPORT = fence(
  [
    'export interface Told {',
    '    readonly told: string;',
    '    // (undocumented)',
    '    mute(): void;',
    '    // (undocumented)',
    '    (text: string): void;',
    '}',
    '',
    'interface Inner {',
    '    // (undocumented)',
    '    x: 1;',
    '}',
  ].join('\n'),
);
const SOURCES = [
  ['packages/ring/src/other.ts', '/** Another of that name, with a comment. */\ninterface Told {\n  /** Says it. */\n  mute(): void;\n}\n'],
  [
    'packages/ring/src/told.ts',
    '/** It. */\nexport interface Told {\n  /** What. */\n  readonly told: string;\n  /** @returns nothing */\n  mute(): void;\n  (text: string): void;\n}\n',
  ],
] as const;
const RING = { name: 'ring', report: REPORT, sources: SOURCES };
const DOCUMENTED = { ...RING, report: REPORT.replaceAll('// (undocumented)', '// documented') };

describe('countMembers()', () => {
  it('counts members of what is exported, classes and types that are literals included, but no constructor', () => {
    const code =
      'export class A {\n    constructor(a: string);\n    // (undocumented)\n    get b(): string;\n}\n\nexport type C = {\n    d: 1;\n};';
    expect([countMembers([fence(code)]), countMembers([REPORT])]).toEqual([
      { documented: 1, all: 2 },
      { documented: 1, all: 3 },
    ]);
  });
});

describe('memberFaults()', () => {
  it('names file, line and member of each that has no comment, or one of tags alone', () => {
    expect(memberFaults(RING)).toEqual([
      expect.stringMatching(/^packages\/ring\/src\/told\.ts:6: Told\.mute has no comment: /),
      expect.stringMatching(/^packages\/ring\/src\/told\.ts:7: Told\.\(\) has no comment: /),
    ]);
  });

  it('names the report for a member that is in no source, such as one of a type that is made from another', () => {
    expect(memberFaults({ ...RING, sources: [] })[0]).toMatch(/^packages\/ring\/api-report\.md: Told\.mute has no comment: /);
  });

  it('accepts a package of which every member has one', () => {
    expect(memberFaults(DOCUMENTED)).toEqual([]);
  });
});
