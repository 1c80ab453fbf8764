import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf, markOf, ownIdentity, type ProcessIdentity, temporaryFolder } from '@ringside/host';
import { expect, test } from 'vitest';
import { inTurn, type TurnOptions } from './turn.ts';

/** Gives the works one after another, each as long as it is held. */
function works(): {
  readonly begin: (name: string) => () => Promise<string>;
  readonly end: (name: string) => void;
  readonly going: Set<string>;
} {
  const ends = new Map<string, () => void>();
  const going = new Set<string>();
  const begin = (name: string) => async (): Promise<string> => {
    going.add(name);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    going.delete(name);
    return name;
  };
  return { begin, end: (name) => ends.get(name)?.(), going };
}

const check: ProcessIdentity = identityOf(process.ppid);
const turn = (more: Partial<TurnOptions> = {}): TurnOptions => ({ owner: check, bounds: {}, ...more });
const held = async (owner: ProcessIdentity, holder: object): Promise<void> =>
  writeFile(join(await temporaryFolder(), `run-${owner.pid}-starts.lock`), JSON.stringify(holder));
const { signal: never } = new AbortController();

test('rings of one check start one after another, those of another check beside them', async () => {
  const { begin, end, going } = works();
  const first = inTurn(begin('first'), turn());
  await expect.poll(() => [...going]).toEqual(['first']);
  const second = inTurn(begin('second'), turn());
  const other = inTurn(begin('other'), turn({ owner: ownIdentity() }));
  const outside = inTurn(begin('outside'), turn({ owner: undefined }));
  await expect.poll(() => [...going].toSorted()).toEqual(['first', 'other', 'outside']);
  end('first');
  await expect.poll(() => [...going].toSorted()).toEqual(['other', 'outside', 'second']);
  for (const name of ['second', 'other', 'outside']) end(name);
  expect(await Promise.all([first, second, other, outside])).toEqual(['first', 'second', 'other', 'outside']);
});

test('whoever has waited long enough starts beside the others', async () => {
  const { begin, end, going } = works();
  const first = inTurn(begin('first'), turn());
  await expect.poll(() => going.size).toBe(1);
  const second = inTurn(begin('second'), turn({ withinMs: 200 }));
  await expect.poll(() => going.size).toBe(2);
  for (const name of ['first', 'second']) end(name);
  expect(await Promise.all([first, second])).toEqual(['first', 'second']);
});

test('the turn of a process that has ended is over', async () => {
  const pid = spawnSync(process.execPath, ['--version']).pid;
  await held(check, { ...markOf(), pid, startedAt: 'before:1', token: 'x' });
  expect(await inTurn(async () => 'done', turn({ withinMs: 30_000 }))).toBe('done');
});

test('an abort ends the wait, and what fails in its turn is not done again', async () => {
  const { begin, end, going } = works();
  const first = inTurn(begin('first'), turn());
  await expect.poll(() => going.size).toBe(1);
  const impatient = new AbortController();
  let tries = 0;
  const fails = async (): Promise<never> => {
    tries += 1;
    throw new Error('planted');
  };
  const second = inTurn(fails, turn({ bounds: { signal: impatient.signal } }));
  impatient.abort();
  await expect(second).rejects.toMatchObject({ code: 'ABORTED' });
  expect(tries).toBe(0);
  end('first');
  await first;
  await expect(inTurn(fails, turn({ bounds: { signal: never } }))).rejects.toThrow('planted');
  expect(tries).toBe(1);
});
