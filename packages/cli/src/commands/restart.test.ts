import { createMemoryStore, type OperationStore } from '@ringside/operations';
import { type SimulatedSidecar, startSimulatedSidecar } from '@ringside/sidecar/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ran, run } from '../testing/run.ts';

const NOBODY = '4e3b5a10-7c1d-11f0-9d2a-0242ac120002';

let store: OperationStore;
let sidecar: SimulatedSidecar;

beforeEach(async () => {
  store = createMemoryStore();
  sidecar = await startSimulatedSidecar({ operations: store });
});

afterEach(async () => await sidecar.close());

const ran = async (...words: readonly string[]): Promise<Ran> => await run([...words, '--sidecar', sidecar.url]);

/** Begins with a node that this sidecar is not beside, so that it stays as it is. */
async function begun(): Promise<string> {
  await ran('restart', '127.0.0.2', '--detach', '--reason', 'a new heap');
  return (await store.active()) as string;
}

describe('ringside restart', () => {
  it('--dry-run prints the plan, and begins nothing', async () => {
    const { exitCode, out } = await ran('restart', '--all', '--dry-run', '--at-most', '1');
    expect([exitCode, await store.active()]).toEqual([0, undefined]);
    expect(out).toMatch(/^1\. dc1 rack1: 127\.0\.0\.1:7000\n {3}No more than 1 at a time\.\n2\. dc1 rack2: /);
  });

  it('shows each change of each node until it has ended, and then what was done', async () => {
    const { exitCode, out, err } = await ran('restart', '127.0.0.1');
    expect([exitCode, out]).toEqual([0, expect.stringMatching(/^State {6}succeeded$[^]*^1 {6}127\.0\.0\.1:7000 {2}done/m)]);
    expect(err).toMatch(/^Operation [0-9a-f-]{36} has started\. Ctrl-C stops watching, not the operation\.\n[^]*127\.0\.0\.1:7000 done\n/m);
  });

  it('--detach says how to see it again', async () => {
    const { exitCode, out } = await ran('restart', '127.0.0.2', '--detach');
    expect([exitCode, out]).toEqual([0, expect.stringContaining('has started. Watch it with: ringside operations watch\n')]);
  });

  it.each([
    ['nothing is selected', []],
    ['everything and something is', ['--all', '127.0.0.2']],
  ])('begins nothing where %s', async (_, words) => {
    expect([(await ran('restart', ...words)).exitCode, await store.active()]).toEqual([64, undefined]);
  });

  it('begins nothing where another operation is not finished, or a node is not safe to stop', async () => {
    const id = await begun();
    expect(await ran('restart', '--all')).toMatchObject({ exitCode: 75, err: expect.stringContaining(`Operation ${id} is not finished`) });
    await ran('operations', 'cancel');
    await expect.poll(() => store.active(), { timeout: 20_000 }).toBeUndefined();
    sidecar.cluster.node('node3').kill();
    await sidecar.cluster.clock.advance(60_000);
    const refused = await ran('restart', '127.0.0.2');
    expect([refused.exitCode, refused.err]).toEqual([75, expect.stringMatching(/^error OPERATION_REFUSED .*127\.0\.0\.3:7000 is down/)]);
  });
});

describe('ringside operations', () => {
  it('lists nothing before there is one, and has none to act on', async () => {
    expect((await ran('operations', 'list')).out).toBe('There are no operations yet.\n');
    expect(await ran('operations', 'pause')).toMatchObject({ exitCode: 66, err: expect.stringContaining('No operation is in progress') });
    expect(await ran('operations', 'show', NOBODY)).toMatchObject({ exitCode: 66 });
    expect(await ran('operations', 'show', 'seven')).toMatchObject({
      exitCode: 64,
      err: expect.stringContaining('must be the id of an operation'),
    });
  });

  it('lists who asked for what, and shows each node', async () => {
    const id = await begun();
    expect((await ran('operations', 'list')).out).toMatch(new RegExp(`^${id}  restart  1      running .*a new heap\\s*$`, 'm'));
    expect((await ran('operations', 'show', id.toUpperCase())).out).toMatch(/^1 {6}127\.0\.0\.2:7000 {2}pending/m);
  });

  it('pauses, resumes and cancels the one that is not finished, and --dry-run does not', async () => {
    const id = await begun();
    const intent = async (): Promise<string | undefined> => (await store.read(id))?.intent;
    expect((await ran('operations', 'pause', '--dry-run')).out).toBe(`Would pause ${id}\n`);
    expect([await intent(), (await ran('operations', 'pause', NOBODY, '--dry-run')).exitCode]).toEqual(['run', 66]);
    expect((await ran('operations', 'pause')).out).toMatch(/^State {6}paused$/m);
    expect((await ran('operations', 'resume', id)).out).toMatch(/^State {6}running$/m);
    expect((await ran('operations', 'cancel')).exitCode).toBe(0);
    await expect.poll(async () => (await store.read(id))?.state, { timeout: 20_000 }).toBe('cancelled');
    expect(await ran('operations', 'watch', id)).toMatchObject({ exitCode: 1, out: expect.stringMatching(/^State {6}cancelled$/m) });
    expect(await ran('operations', 'resume', id)).toMatchObject({ exitCode: 69, err: expect.stringContaining('OPERATION_ENDED') });
  });

  it('retries what one that has ended left, at its levels, and nothing of one that is under way or left nothing', async () => {
    await ran('restart', '127.0.0.1', '127.0.0.2', '--at-most', '1', '--level', 'orders=ONE', '--detach');
    const first = (await store.active()) as string;
    expect(await ran('operations', 'retry')).toMatchObject({ exitCode: 64, err: expect.stringContaining(`${first} has not ended`) });
    await expect.poll(async () => (await store.read(first))?.steps[0]?.phase, { timeout: 20_000 }).toBe('done');
    await ran('operations', 'cancel');
    await expect.poll(() => store.active(), { timeout: 20_000 }).toBeUndefined();
    await sidecar.cluster.clock.advance(60_000); // until the restarted node hears of the others again
    expect((await ran('operations', 'retry', '--dry-run')).out).toMatch(/^1\. dc1 rack2: 127\.0\.0\.2:7000\n(?!.*2\. dc1)/s);
    expect((await ran('operations', 'retry', '--detach')).exitCode).toBe(0);
    const second = (await store.active()) as string;
    expect(await store.read(second)).toMatchObject({ batches: [['127.0.0.2:7000']], levels: { orders: 'ONE' } });
    await store.write(second, { node: '127.0.0.2:7000', expected: { step: { phase: 'pending' } }, set: { step: { phase: 'done' } } });
    await expect.poll(() => store.active(), { timeout: 20_000 }).toBeUndefined();
    expect(await ran('operations', 'retry')).toMatchObject({ exitCode: 64, err: expect.stringContaining('left nothing to do') });
  });
});
