import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptTimes } from './kept-times.ts';

const PLACE = { commit: 'abc', machine: '2 cores' };
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-kept-'));
  file = join(folder, 'times.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('keptTimes()', () => {
  it('has in the next run what this one measured', () => {
    keptTimes(file, PLACE).set('page, verify', 60.5);
    keptTimes(file, PLACE).set('all, verify', 240);
    const times = keptTimes(file, PLACE);
    expect(['page, verify', 'all, verify', 'all, docs'].map((name) => times.get(name))).toEqual([60.5, 240, undefined]);
  });

  it('refuses times of another commit or machine, and what holds no times: they are no part of one result', () => {
    keptTimes(file, PLACE).set('page, verify', 60.5);
    expect(() => keptTimes(file, { ...PLACE, commit: 'def' })).toThrow('of another commit: abc, and this is def');
    expect(() => keptTimes(file, { ...PLACE, machine: '8 cores' })).toThrow('of another machine: 2 cores');
    writeFileSync(file, '{"commit":');
    expect(() => keptTimes(file, PLACE)).toThrow('does not hold kept times');
  });

  it('keeps nothing when no file is told', () => {
    const times = keptTimes(undefined, PLACE);
    times.set('page, verify', 1);
    expect(times.get('page, verify')).toBe(1);
    expect(existsSync(file)).toBe(false);
  });
});
