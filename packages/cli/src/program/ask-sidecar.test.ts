import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { type SimulatedSidecar, startSimulatedSidecar } from '@ringside/sidecar/testing';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { run } from '../testing/run.ts';

const NOBODY = 'http://127.0.0.1:1';

function homeWith(sidecars: readonly string[]): string {
  const home = temporaryDirectorySync('ask');
  writeFileSync(join(home, 'launcher.json'), JSON.stringify({ version: 1, phase: 'ready', summary: { sidecars } }));
  return home;
}

/** {@link homeWith} a ring in it. */
function homeOfRing(sidecars: readonly string[]): string {
  const home = homeWith(sidecars);
  mkdirSync(join(home, 'ring'));
  writeFileSync(join(home, 'ring', 'ring.json'), '{}');
  return home;
}

async function startBesideDeadNode(): Promise<SimulatedSidecar> {
  const sidecar = await startSimulatedSidecar();
  sidecar.node.kill();
  return sidecar;
}

describe('a command that reads', () => {
  it('passes over a sidecar that is gone, and one whose Cassandra is down', async () => {
    const [down, well] = await Promise.all([startBesideDeadNode(), startSimulatedSidecar()]);
    const { exitCode, out } = await run(['status', '--directory', homeWith([NOBODY, down.url, well.url])]);
    await Promise.all([down.close(), well.close()]);
    expect([exitCode, out]).toEqual([0, expect.stringContaining('Datacenter: dc1')]);
    expect(down.asked).toContain('GET /api/v1/cassandra/nodes');
  });

  it('passes over a sidecar that is frozen, however long it may take to answer', async () => {
    const frozen = createServer();
    const heard: string[] = [];
    frozen.on('connection', (socket) =>
      socket.on('data', (data) => heard.push(String(data).split('\r\n')[0] ?? '')).on('error', () => undefined),
    );
    await new Promise<void>((resolve) => frozen.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(frozen.address() as AddressInfo).port}`;
    const well = await startSimulatedSidecar();
    const words = ['--timeout', '10m', '--directory', homeWith([url, well.url])];
    const status = await run(['status', ...words]);
    const health = await run(['health', '--json', ...words]);
    await well.close();
    await new Promise((resolve) => frozen.close(resolve));
    expect([status.exitCode, status.out]).toEqual([0, expect.stringContaining('Datacenter: dc1')]);
    expect(heard).toContain('GET /api/v1/__health HTTP/1.1');
    const { sidecars } = JSON.parse(health.out) as { sidecars: { self: boolean }[] };
    expect(sidecars.map(({ self }) => self)).toEqual([false, true]);
  });

  it('asks the sidecar of --sidecar alone', async () => {
    const well = await startSimulatedSidecar();
    const { exitCode } = await run(['status', '--directory', homeWith([well.url]), '--sidecar', NOBODY]);
    await well.close();
    expect([exitCode, well.asked]).toEqual([69, []]);
  });

  it('does not ask another one what that would refuse as well', async () => {
    const [refusing, other] = await Promise.all([startSimulatedSidecar(), startSimulatedSidecar()]);
    const { exitCode, err } = await run(['ranges', 'x', '--directory', homeWith([refusing.url, other.url])]);
    await Promise.all([refusing.close(), other.close()]);
    expect([exitCode, other.asked]).toEqual([66, []]);
    expect(err).toContain('Keyspace x does not exist');
  });

  it.each([['status'], ['snapshot list'], ['snapshot create x'], ['snapshot clear x --all'], ['drain']])(
    '%s says that the ring of this folder is down, when it is',
    async (words) => {
      const home = homeOfRing([NOBODY, NOBODY]);
      const { exitCode, err } = await run([...words.split(' '), '--directory', home]);
      expect([exitCode, err]).toEqual([69, expect.stringContaining(`RING_NOT_RUNNING The ring in ${home} is not running`)]);
    },
  );

  it.each([['snapshot list'], ['snapshot create x'], ['drain']])('%s says of a ring that runs which sidecar is gone', async (words) => {
    const well = await startSimulatedSidecar();
    const { exitCode, err } = await run([...words.split(' '), '--directory', homeOfRing([NOBODY, well.url])]);
    await well.close();
    expect([exitCode, err]).toEqual([69, expect.stringContaining(`SIDECAR_UNAVAILABLE No sidecar answers at ${NOBODY}`)]);
  });

  it('warns of a launcher state that cannot be read, and asks the default address', async () => {
    const home = temporaryDirectorySync('ask');
    writeFileSync(join(home, 'launcher.json'), '{');
    const { err, out } = await run(['drain', '--dry-run', '--directory', home]);
    expect(err).toContain('warning STATE_CORRUPT');
    expect(out).toContain('http://127.0.0.1:9043');
  });
});

describe('ringside health', () => {
  it('is 0 only when every sidecar, CQL and node control are well', async () => {
    const well = await startSimulatedSidecar();
    const sick = await startSimulatedSidecar();
    await sick.node.control.stopNativeTransport();
    expect((await run(['health', '--directory', homeWith([well.url])])).exitCode).toBe(0);
    const mixed = await run(['health', '--json', '--directory', homeWith([well.url, sick.url, NOBODY])]);
    await Promise.all([well.close(), sick.close()]);
    const { healthy, sidecars } = JSON.parse(mixed.out) as {
      healthy: boolean;
      sidecars: { self: boolean; native: boolean; jmx: boolean }[];
    };
    expect([mixed.exitCode, healthy]).toEqual([69, false]);
    expect(sidecars.map(({ self, native, jmx }) => [self, native, jmx])).toEqual([
      [true, true, true],
      [true, false, true],
      [false, false, false],
    ]);
  });
});

describe('ringside health of a node without a management interface', () => {
  it.each([
    [
      { status: 501, code: 501, error: 'NODE_CONTROL_ABSENT', message: 'needs the management interface, and none is configured' },
      0,
      'none',
    ],
    [{ status: 503, code: 503, error: 'NODE_CONTROL_UNAVAILABLE', message: 'does not answer' }, 69, 'NOT OK'],
  ])('does not count what is absent by configuration, and counts what does not answer: $error', async (answer, exitCode, shown) => {
    const sidecar = createHttpServer((request, response) => {
      const isStreams = request.url?.includes('streams') === true;
      const isControl = request.url?.includes('jmx') === true;
      response.writeHead(isStreams ? answer.code : isControl ? 503 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isStreams ? answer : { status: isControl ? 'NOT_OK' : 'OK' }));
    });
    await new Promise<void>((resolve) => sidecar.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(sidecar.address() as AddressInfo).port}`;
    const health = await run(['health', '--sidecar', url]);
    await new Promise((resolve) => sidecar.close(resolve));
    expect([health.exitCode, health.out]).toEqual([exitCode, expect.stringContaining(shown)]);
    expect(health.out.includes('no management interface is configured')).toBe(exitCode === 0);
  });
});

describe('a command about one node', () => {
  it.each([['snapshot list'], ['drain']])('%s asks the first sidecar alone: another one would answer for another node', async (words) => {
    const [down, well] = await Promise.all([startBesideDeadNode(), startSimulatedSidecar()]);
    const { exitCode, out } = await run([...words.split(' '), '--directory', homeWith([down.url, well.url])]);
    await Promise.all([down.close(), well.close()]);
    expect([exitCode, out, well.asked]).toEqual([69, '', []]);
  });

  it('names the sidecar that answered', async () => {
    const well = await startSimulatedSidecar();
    const { out } = await run(['snapshot', 'list', '--json', '--directory', homeWith([well.url, NOBODY])]);
    await well.close();
    expect(JSON.parse(out)).toEqual({ sidecar: well.url, snapshots: [] });
  });
});

describe('ringside snapshot create --all', () => {
  it('tells of each node how it went, and ends with 75 when only some did it', async () => {
    const well = await startSimulatedSidecar();
    const { exitCode, out } = await run(['snapshot', 'create', 'nightly', '--all', '--directory', homeWith([well.url, NOBODY])]);
    await well.close();
    expect(exitCode).toBe(75);
    expect(well.node.snapshots.map(({ tag, table }) => [tag, table])).toEqual([['nightly', 'events']]);
    expect(out).toContain('snapshot nightly of every keyspace taken');
    expect(out).toContain(`${NOBODY}  failed: No sidecar answers`);
  });
});
