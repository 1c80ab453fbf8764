import { describe, expect, it } from 'vitest';
import { publishedPackages } from '../published.ts';
import { DOCUMENTED, undocumentedMembers } from './documented.ts';

describe('undocumentedMembers()', () => {
  it('names each member that the extractor marks, and no other', () => {
    const report = 'export interface Planted {\n    // (undocumented)\n    mute(): void;\n    readonly told: string;\n}\n';
    expect(undocumentedMembers(report)).toEqual(['mute(): void;']);
    expect(undocumentedMembers(report.replace('    // (undocumented)\n', ''))).toEqual([]);
  });

  it('is asked of packages that there are', () => {
    expect(publishedPackages().map(({ folder }) => folder)).toEqual(expect.arrayContaining([...DOCUMENTED]));
  });
});
