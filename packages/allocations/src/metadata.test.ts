import { beforeEach, describe, expect, test } from 'vitest';
import type { Metadata, MetadataPrefix } from './metadata.ts';
import { newWorld, TEST, type World } from './testing/world.ts';

const KEYS = [
  ['cell', 'A', 'title'],
  ['cell', 'A', 'url'],
  ['cell', 'AB', 'title'],
  ['cell', 'B', 'title'],
  ['cells', 'A', 'title'],
  ['owner', 'eva', 'mail'],
] as const;
const ENTRIES: readonly Metadata[] = KEYS.map(([type, id, field], at) => ({ testId: TEST, type, id, field, value: `value ${at}` }));

let world: World;
beforeEach(async () => {
  world = await newWorld();
  const { allocations } = world.open();
  for (const entry of ENTRIES.toReversed()) await allocations.setMetadata(entry);
  await allocations.setMetadata({ testId: 'other', type: 'cell', id: 'A', field: 'title', value: 'of another test' });
});

async function list(prefix?: MetadataPrefix): Promise<readonly Metadata[]> {
  const entries: Metadata[] = [];
  for await (const entry of world.open().allocations.listMetadata(TEST, prefix)) entries.push(entry);
  return entries;
}

describe('metadata', () => {
  test('is read by its whole key, and the later write wins', async () => {
    const { allocations } = world.open();
    const [first] = ENTRIES as readonly [Metadata];
    expect(await allocations.metadata(first)).toBe('value 0');
    await allocations.setMetadata({ ...first, value: '' });
    expect(await allocations.metadata(first)).toBe('');
    expect(await allocations.metadata({ ...first, field: 'none' })).toBeUndefined();
  });

  test('is listed by a prefix of whole parts, in the order of the keys', async () => {
    expect(await list()).toEqual(ENTRIES);
    expect(await list({ type: 'cell' })).toEqual(ENTRIES.slice(0, 4));
    expect(await list({ type: 'cell', id: 'A' })).toEqual(ENTRIES.slice(0, 2));
    expect(await list({ type: 'ce' })).toEqual([]);
  });

  test('is listed by pages', async () => {
    const { allocations } = world.open();
    for (let at = 0; at < 1_003; at += 1)
      await allocations.setMetadata({ testId: TEST, type: 'many', id: String(at), field: 'f', value: '' });
    expect(new Set((await list({ type: 'many' })).map(({ id }) => id)).size).toBe(1_003);
  });

  test('refuses an id without a type, and keys that are empty', async () => {
    await expect(list({ id: 'A' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(list({ type: '' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const { allocations } = world.open();
    const empty = { testId: TEST, type: 'cell', id: '', field: 'title' };
    await expect(allocations.metadata(empty)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(allocations.setMetadata({ ...empty, value: 'x' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('ends when its signal has aborted', async () => {
    const signal = AbortSignal.abort();
    const { allocations } = world.open();
    await expect(allocations.metadata(ENTRIES[0] as Metadata, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(allocations.setMetadata(ENTRIES[0] as Metadata, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(allocations.listMetadata(TEST, {}, { signal }).next()).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
