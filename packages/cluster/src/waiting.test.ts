import { join } from 'node:path';
import type { CassandraInstall } from '@ringside/cassandra-install';
import { type Bounds, silentLogger } from '@ringside/core';
import { abortFaults, type Begin } from '@ringside/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { ensureArchive } from '@ringside/cassandra-node';
import type { Cluster } from './cluster/cluster.ts';
import { createCluster, openCluster } from './cluster/create.ts';
import { type FakeRing, fakeRing, HANGS } from './testing/fake-ring.ts';
import { temporaryDirectory } from '@ringside/host/vitest';

/** What hangs on a ring that is made for a try, and when the try has begun. */
interface Stage {
  readonly ring: Cluster;
  readonly fake: FakeRing;
  readonly bounds: Bounds;
  readonly begun: () => void;
}

/** Tries something of a ring that runs. */
const onRing =
  (nodes: number, ask: (stage: Stage) => Promise<unknown>): Begin =>
  async (bounds, begun) => {
    const fake = await fakeRing(nodes);
    const ring = await fake.open();
    await ring.start();
    return await ask({ ring, fake, bounds, begun });
  };

/** Nobody is complete any more, and whoever asks has begun. */
function neverComplete({ fake, begun }: Stage): void {
  fake.behaviour.onStatus = () => {
    begun();
    throw new Error('not yet');
  };
}

/** New nodes never open their port. */
function nodesHang({ fake, begun }: Stage): void {
  fake.behaviour.program = () => HANGS;
  fake.behaviour.onPrepare = async () => begun();
}

/** Tries a wait for what never comes. */
const onWait = (ask: (stage: Stage) => Promise<unknown>): Begin =>
  onRing(2, async (stage) => {
    neverComplete(stage);
    return await ask(stage);
  });

/** Tries the start of a node that never opens its port. */
const onStart = (ask: (stage: Stage) => Promise<unknown>): Begin =>
  onRing(2, async (stage) => {
    nodesHang(stage);
    return await ask(stage);
  });

/** Tries the start of a node that is down. */
const onDown = (ask: (stage: Stage) => Promise<unknown>): Begin =>
  onStart(async (stage) => {
    await stage.ring.node(0).kill();
    return await ask(stage);
  });

/** Each public function that waits for nodes, as it is tried. */
const waiting: Readonly<Record<string, Begin>> = {
  'Cluster.addNode': onStart(({ ring, bounds }) => ring.addNode({}, bounds)),
  'Cluster.replaceNode': onDown(({ ring, bounds }) => ring.replaceNode(ring.node(0), bounds)),
  'Cluster.start': onDown(({ ring, bounds }) => ring.start(bounds)),
  'Cluster.upgradeNode': onStart(({ ring, bounds }) => ring.upgradeNode(ring.node(0), { cassandra: '6.0' }, bounds)),
  'Cluster.waitForAllUp': onWait(({ ring, bounds }) => ring.waitForAllUp(bounds)),
  'Cluster.waitForDown': onWait(({ ring, bounds }) => ring.waitForDown(ring.node(0), ring.node(1), bounds)),
  'Cluster.waitForMissed': onWait(({ ring, bounds }) => ring.waitForMissed(ring.node(1), bounds)),
  'Cluster.waitForSchemaAgreement': onWait(({ ring, bounds }) => ring.waitForSchemaAgreement(bounds)),
  'Cluster.waitForUp': onWait(({ ring, bounds }) => ring.waitForUp(ring.node(1), bounds)),
  'ClusterNode.restart': onStart(({ ring, bounds }) => ring.node(0).restart(bounds)),
  'ClusterNode.start': onDown(({ ring, bounds }) => ring.node(0).start(bounds)),
  'ClusterNode.waitForCql': onRing(1, async ({ ring, fake, bounds, begun }) => {
    await ring.node(0).kill();
    fake.behaviour.program = () => HANGS;
    await ring.node(0).launch();
    const waited = ring.node(0).waitForCql(bounds);
    setTimeout(begun);
    return await waited;
  }),
};

describe.each(Object.entries(waiting))('%s()', (_, begin) => {
  it('begins nothing once it was aborted, and ends when it is aborted midway, each as abortError() says', async () => {
    expect(await abortFaults(begin)).toEqual([]);
  });
});

/** Those that are over in a moment here: only that they begin nothing can be tried. */
const brief: Readonly<Record<string, (ring: Cluster, bounds: Bounds) => Promise<unknown>>> = {
  'Cluster.decommission': (ring, bounds) => ring.decommission(ring.node(1), false, bounds),
  'Cluster.stop': (ring, bounds) => ring.stop(bounds),
  'ClusterNode.drainAndStop': (ring, bounds) => ring.node(0).drainAndStop(bounds),
  'ClusterNode.launch': (ring, bounds) => ring.node(0).launch(bounds),
  'ClusterNode.stop': (ring, bounds) => ring.node(0).stop(bounds),
  createCluster: (_, bounds) => createCluster({ mode: 'throwaway', ...bounds }),
  openCluster: (ring, bounds) => openCluster(ring.directory, bounds),
};

describe('once it was aborted', () => {
  let fake: FakeRing;
  let ring: Cluster;
  beforeEach(async () => {
    fake = await fakeRing(2);
    ring = await fake.open();
    await ring.start();
  });

  it.each(Object.entries(brief))('%s() begins nothing', async (_, run) => {
    await expect(run(ring, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await Promise.all(ring.nodes.map((node) => node.isRunning()))).toEqual([true, true]);
    expect(fake.behaviour.done.filter((step) => step.startsWith('drain'))).toEqual([]);
  });

  it('ensureArchive() begins nothing', async () => {
    const directory = await temporaryDirectory('waiting');
    const home = { executable: '/bin/false', home: directory, major: 17, version: '17.0.1', origin: 'PATH' };
    const jars = { classPath: [], jammJar: join(directory, 'jamm.jar'), controlAgentJar: join(directory, 'jolokia.jar') };
    const install: CassandraInstall = { version: '5.0.9', directory, ...jars, java: home, archiveDirectory: join(directory, 'archives') };
    const steps: string[] = [];
    const making = ensureArchive({
      install,
      logger: silentLogger,
      signal: AbortSignal.abort(),
      onProgress: (step) => steps.push(step),
    });
    await expect(making).rejects.toMatchObject({ code: 'ABORTED' });
    expect(steps).toEqual([]);
  });
});
