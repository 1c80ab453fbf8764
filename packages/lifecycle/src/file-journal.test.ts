import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import type { JournalEntry, StepPhase } from '@ringside/operations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileJournal } from './file-journal.ts';

const ENTRY: JournalEntry = { operation: 'op', node: '10.0.0.1:7000', phase: 'stopping' };
const PHASES: readonly StepPhase[] = ['pending', 'repairing', 'stopping', 'starting', 'settling', 'done', 'failed'];

const anEntry: fc.Arbitrary<JournalEntry> = fc.record(
  {
    operation: fc.string({ minLength: 1, unit: 'binary' }),
    node: fc.string({ minLength: 1 }),
    phase: fc.constantFrom(...PHASES),
    repair: fc.record({ tablesDone: fc.nat(), command: fc.option(fc.nat()) }),
  },
  { requiredKeys: ['operation', 'node', 'phase'] },
);

const place = (): string => join(temporaryDirectorySync('journal'), 'state', 'journal.json');

describe('fileJournal()', () => {
  it('reads what was written last, by whichever program, and nothing once it is cleared', async () => {
    const path = place();
    expect(await fileJournal(path).read()).toBeUndefined();
    await fc.assert(
      fc.asyncProperty(anEntry, async (entry) => {
        await fileJournal(path).write(entry);
        expect(await fileJournal(path).read()).toEqual(entry);
      }),
      { numRuns: 30 },
    );
    await fileJournal(path).clear();
    await fileJournal(path).clear();
    expect(await fileJournal(path).read()).toBeUndefined();
    expect(existsSync(path)).toBe(false);
  });

  it('keeps only what belongs to it, in one file that its owner alone can read', async () => {
    const path = place();
    await fileJournal(path).write({ ...ENTRY, secret: 'x' } as JournalEntry);
    await fileJournal(path).write(ENTRY);
    expect(await fileJournal(path).read()).toEqual(ENTRY);
    expect(readdirSync(join(path, '..'))).toEqual(['journal.json']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['is empty', ''],
    ['was cut', JSON.stringify(ENTRY).slice(0, -4)],
    ['holds zeros, as after a power cut', '\0'.repeat(64)],
    ['is null', 'null'],
    ['is a list', '[]'],
    ['names no operation', JSON.stringify({ ...ENTRY, operation: '' })],
    ['names no node', JSON.stringify({ ...ENTRY, node: undefined })],
    ['does not say how far its repair is', JSON.stringify({ ...ENTRY, repair: { tablesDone: -1, command: null } })],
    ['has null for a repair', JSON.stringify({ ...ENTRY, repair: null })],
    ['has an unknown phase', JSON.stringify({ ...ENTRY, phase: 'toString' })],
  ])('is STATE_CORRUPT and names the file where that %s', async (_, text) => {
    const path = place();
    mkdirSync(join(path, '..'));
    writeFileSync(path, text);
    const message = expect.stringMatching(new RegExp(`^The journal ${path} cannot be used: [^.]+$`));
    await expect(fileJournal(path).read()).rejects.toMatchObject({ code: 'STATE_CORRUPT', message });
  });

  it('reads no link and no folder', async () => {
    const path = place();
    mkdirSync(join(path, '..'));
    symlinkSync('/dev/zero', path);
    await expect(fileJournal(path).read()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(fileJournal(join(path, '..')).read()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });
});
