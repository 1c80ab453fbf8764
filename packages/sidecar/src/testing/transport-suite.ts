import type { RouteId, SidecarClient } from '@ringside/api';
import { isPortOpen } from '@ringside/host';
import { expect, it } from 'vitest';
import { tryRoutes } from './real-routes.ts';
import { instanceOf, startBeside } from './real-sidecar.ts';
import type { VersionSubject } from './version-subject.ts';

/** What {@link transportSuite} judges. */
export interface TransportSubject extends VersionSubject {
  /** Of a sidecar beside the first node that asks it over both transports. */
  readonly client: () => SidecarClient;
  /** The routes that need nothing but CQL and virtual tables on this version. */
  readonly answered: readonly RouteId[];
  /** Told how each route ended at a sidecar without a management interface. */
  readonly onSeen: (ends: Readonly<Record<string, string>>) => void;
}

/** Declares what a sidecar must do when one of its two ways to the node is not there. */
export function transportSuite({ version, ring, client, answered, onSeen }: TransportSubject): void {
  it('tells over CQL alone what its tables have, and says of everything else that it needs the management interface', async () => {
    const instances = [{ ...instanceOf(ring().node(0)), controlledBy: 'virtual-tables' as const }];
    const beside = await startBeside([ring().node(0)], { instances });
    let ends: Readonly<Record<string, string>> = {};
    try {
      ends = await tryRoutes(beside.client);
    } finally {
      await beside.sidecar.stop(0);
    }
    onSeen(ends);
    const { jmxHealth, ...others } = ends;
    expect(jmxHealth).toBe('NOT_OK');
    const refused = Object.values(others).filter((end) => end !== 'yes');
    expect(refused.filter((end) => !/^NODE_CONTROL_ABSENT: [A-Z].* needs the management interface/.test(end))).toEqual([]);
    expect(Object.fromEntries(answered.map((id) => [id, others[id]]))).toEqual(Object.fromEntries(answered.map((id) => [id, 'yes'])));
    await expect(ring().node(0).control.status()).resolves.toMatchObject({ operationMode: 'NORMAL' });
  });

  it('goes on answering what its tables have when the management interface does not answer', async () => {
    const beside = await startBeside([{ ...ring().node(0), controlUrl: 'http://127.0.0.1:1/jolokia/' }]);
    try {
      const ends = await tryRoutes(beside.client);
      expect(Object.fromEntries(answered.map((id) => [id, ends[id]]))).toEqual(Object.fromEntries(answered.map((id) => [id, 'yes'])));
      expect(ends['ring']).toMatch(/^NODE_CONTROL_UNAVAILABLE: .* does not answer/);
      expect(ends['drain']).toMatch(/^NODE_CONTROL_UNAVAILABLE: .* does not answer/);
    } finally {
      await beside.sidecar.stop(0);
    }
  });

  it('goes on answering over the management interface when CQL is closed', async () => {
    const { control, address, nativePort } = ring().node(0);
    await control.stopNativeTransport();
    try {
      expect(await isPortOpen({ address, port: nativePort })).toBe(false);
      const answers = await Promise.all([
        client().settings(),
        client().gossip(),
        client().snapshots(),
        client().compactions(),
        client().availability(),
      ]);
      expect(answers[0]).toMatchObject({ releaseVersion: version });
    } finally {
      await control.startNativeTransport();
    }
    await expect.poll(async () => (await client().nativeHealth()).status, { timeout: 60_000 }).toBe('OK');
  });
}
