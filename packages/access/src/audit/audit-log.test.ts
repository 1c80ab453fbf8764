import { appendFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditLog, type AuditLogOptions, openAuditLog } from './audit-log.ts';
import { auditLines, verifyAudit } from './verify.ts';

let folder: string;
let file: string;
let opened: AuditLog[];
const clock = { nowMs: () => Date.parse('2026-11-29T12:00:00Z') };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  file = join(folder, 'audit.log');
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((log) => log.close()));
  rmSync(folder, { recursive: true });
});

async function openLog(over: Partial<AuditLogOptions> = {}): Promise<AuditLog> {
  const log = await openAuditLog({ file, clock, ...over });
  opened.push(log);
  return log;
}

async function write(count: number, over: Partial<AuditLogOptions> = {}): Promise<void> {
  const log = await openLog(over);
  for (let index = 1; index <= count; index += 1) await log.append({ event: 'asked', who: `caller ${index}` });
  await log.close();
}

const lines = (): readonly string[] => readFileSync(file, 'utf8').trimEnd().split('\n');
const faults = async (): Promise<readonly string[]> => (await verifyAudit(file)).faults.map(({ line, what }) => `${line} ${what}`);

describe('openAuditLog()', () => {
  it('goes on with the chain of its file, in order also where entries come at once, for its owner alone', async () => {
    await write(2);
    const log = await openLog();
    await Promise.all(Array.from({ length: 20 }, (_, index) => log.append({ event: 'asked', index })));
    expect(await verifyAudit(file)).toEqual({ entries: 22, lastSeq: 22, faults: [] });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(lines()[0] ?? '')).toEqual({
      seq: 1,
      time: '2026-11-29T12:00:00.000Z',
      previous: '0'.repeat(64),
      event: 'asked',
      who: 'caller 1',
    });
  });

  it('begins a new file when one is full, keeps so many, and the chain goes through all of them', async () => {
    await write(40, { maxBytes: 1_000, keep: 2 });
    expect(readdirSync(folder).toSorted()).toEqual(['audit.log', 'audit.log.1', 'audit.log.2']);
    await write(1, { maxBytes: 1_000, keep: 2 });
    const check = await verifyAudit(file);
    expect(check).toMatchObject({ lastSeq: 41, faults: [] });
    expect(check.entries).toBeLessThan(41);
  });

  it('says after a crash which line was cut short, wherever that was, and that is no fault', async () => {
    await write(3);
    const whole = readFileSync(file, 'utf8');
    for (let kept = 1; kept < whole.length; kept += 1) {
      writeFileSync(file, whole.slice(0, kept));
      await write(1);
      expect([kept, await faults()]).toEqual([kept, []]);
    }
  });

  it('writes no more once somebody else has written, cut or moved its file', async () => {
    const acts = [() => appendFileSync(file, 'x\n'), () => truncateSync(file, 10), () => renameSync(file, `${file}.old`)];
    for (const act of acts) {
      rmSync(file, { force: true });
      const log = await openLog();
      await log.append({ event: 'asked' });
      act();
      await expect(log.append({ event: 'asked' })).rejects.toMatchObject({ code: 'AUDIT_UNWRITTEN', httpStatus: 507 });
    }
  });

  it('does not begin where the file ends in something else, or cannot be written', async () => {
    writeFileSync(file, 'a letter\n');
    await expect(openLog()).rejects.toThrow('it does not end in an entry');
    await expect(openLog({ file: join(folder, 'no', 'such', 'folder') })).rejects.toThrow('ENOENT');
  });
});

describe('verifyAudit()', () => {
  it.each([
    ['a line is removed', (all: string[]) => all.toSpliced(1, 1), ['2 does not follow the line before it, as it was written']],
    ['a line is changed', (all: string[]) => all.with(1, all[1]?.replace('caller 2', 'nobody') ?? ''), ['3 does not follow']],
    [
      'two lines change places',
      (all: string[]) => [all[0] ?? '', all[2] ?? '', all[1] ?? '', all[3] ?? ''],
      ['2 does', '3 does', '4 does'],
    ],
    ['a line is added', (all: string[]) => all.toSpliced(2, 0, 'nothing'), ['3 is no entry', '4 does not follow']],
    ['the first is removed', (all: string[]) => all.slice(1), []],
  ])('finds that %s', async (_, forge, expected) => {
    await write(4);
    writeFileSync(file, `${forge([...lines()]).join('\n')}\n`);
    const found = await faults();
    expect(found).toHaveLength(expected.length);
    for (const [index, fault] of found.entries()) expect(fault).toContain(expected[index]);
  });

  it('tells the number of the last entry, by which a cut at the end is seen', async () => {
    await write(4);
    writeFileSync(file, `${lines().slice(0, 2).join('\n')}\n`);
    expect(await verifyAudit(file)).toEqual({ entries: 2, lastSeq: 2, faults: [] });
  });

  it('reads the lines that an operator is shown', async () => {
    await write(2);
    const read = [];
    for await (const { line, entry } of auditLines(file)) read.push([line, entry?.facts]);
    expect(read).toEqual([
      [1, { event: 'asked', who: 'caller 1' }],
      [2, { event: 'asked', who: 'caller 2' }],
    ]);
  });
});
