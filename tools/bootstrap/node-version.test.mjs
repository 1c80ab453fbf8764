import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OLDEST_NODE, tooOld } from './node-version.mjs';

describe('tooOld()', () => {
  it('complains in one clear sentence about every Node below the oldest', () => {
    for (const version of ['8.17.0', '12.22.12', '18.20.4', '20.18.3', '20.9.0']) {
      expect(tooOld(version)).toContain(`Ringside needs Node 20 or newer (20.19.0); this is ${version}.`);
    }
  });

  it('accepts the oldest and every newer Node', () => {
    const newer = fc.record({ major: fc.integer({ min: 20, max: 99 }), minor: fc.integer({ min: 19, max: 99 }), patch: fc.nat(99) });
    fc.assert(fc.property(newer, ({ major, minor, patch }) => tooOld(`${major}.${minor}.${patch}`) === ''));
    expect(tooOld('22.0.0')).toBe('');
  });

  it('goes by the same version as package.json', () => {
    const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(engines.node).toBe(`>=${OLDEST_NODE}`);
  });
});

describe('the first files that are read', () => {
  it.each(['start.mjs', 'test.mjs', 'node-version.mjs'])('%s has no syntax that an old Node cannot parse', (file) => {
    const source = readFileSync(new URL(file, import.meta.url), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    expect(source).not.toMatch(/\?\?|\?\.|`|=>|\bawait\b|\basync\b|\b(?:let|const|class)\b|node:/);
    expect(spawnSync(process.execPath, ['--check', new URL(file, import.meta.url).pathname]).status).toBe(0);
  });
});
