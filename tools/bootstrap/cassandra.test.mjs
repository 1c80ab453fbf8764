import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getCassandra } from './cassandra.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ringside-clone-'));
  mkdirSync(join(root, 'tools/bootstrap'), { recursive: true });
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true }));

const updates = [];
const get = (program) => {
  writeFileSync(join(root, 'tools/bootstrap/get-cassandra.ts'), program);
  return getCassandra({ root, signal: new AbortController().signal, step: { update: (...now) => updates.push(now) } });
};
const tell = (event) => `console.log(${JSON.stringify(JSON.stringify(event))});`;

describe('getCassandra()', () => {
  it('passes on how far it is, and what was found', async () => {
    const found = 'Cassandra 5.0.9 on Java 17';
    expect(await get(tell({ note: '50 of 102 jars', fraction: 0.5 }) + tell({ done: found }))).toBe(found);
    expect(updates).toEqual([['50 of 102 jars', 0.5]]);
  });

  it('stops with the words, the remedy and the exit code of what went wrong', async () => {
    const problem = { message: 'Maven (mvn) was not found', remedy: 'Run: apk add maven.', exitCode: 69 };
    await expect(get(`${tell(problem)} process.exit(69)`)).rejects.toMatchObject(problem);
  });

  it('shows the last line of a program that broke', async () => {
    await expect(get("console.error('out of luck'); process.exit(1)")).rejects.toMatchObject({
      message: 'Cassandra could not be got: out of luck',
      exitCode: 70,
    });
  });
});
