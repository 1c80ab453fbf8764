import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { run } from '../testing/run.ts';

const newFolder = (): string => temporaryDirectorySync('dry-run');

describe('ringside up --dry-run', () => {
  it('shows the ring that is there without its settings, which may hold passwords', async () => {
    const home = newFolder();
    mkdirSync(join(home, 'ring'));
    const override = { server_encryption_options: { keystore_password: 'hidden' } };
    const settings = { mode: 'durable', heapMb: 96, ports: { native: 9042, storage: 7000, control: 8778 }, seeds: [], override };
    const node = { name: 'node1', address: '127.0.0.1', datacenter: 'dc1', rack: 'r1', tokens: ['0'] };
    const state = {
      version: 1,
      name: 'test',
      cassandraVersion: '5.0.9',
      portBase: 19_000,
      partitionable: false,
      settings,
      nodes: [node, node],
    };
    writeFileSync(join(home, 'ring', 'ring.json'), JSON.stringify(state));
    const { exitCode, out, err } = await run(['up', '--dry-run', '--json', '--directory', home]);
    expect([exitCode, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ directory: home, exists: true, nodes: 2, cassandraVersion: '5.0.9', portBase: 19_000 });
    expect(out).not.toContain('hidden');
  });
});

describe('ringside up --fresh', () => {
  it('throws away a ring of a folder above only when that is named', async () => {
    const root = newFolder();
    mkdirSync(join(root, '.ringside'));
    mkdirSync(join(root, 'a'));
    const words = ['up', '--fresh', '--dry-run'];
    const found = await run(words, { workingDirectory: join(root, 'a') });
    expect(found).toMatchObject({ exitCode: 64, err: expect.stringContaining(`--directory ${join(root, '.ringside')}`) });
    expect((await run([...words, '--directory', '../.ringside'], { workingDirectory: join(root, 'a') })).exitCode).toBe(0);
    expect((await run(words, { workingDirectory: root })).exitCode).toBe(0);
  });
});
