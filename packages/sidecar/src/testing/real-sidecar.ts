import { createSidecarClient, type SidecarClient } from '@ringside/api';
import { silentLogger, systemClock, waitUntil } from '@ringside/core';
import { pino } from 'pino';
import { cassandraAdapters } from '../adapters.ts';
import type { InstanceSettings, SidecarSettings } from '../config/settings.ts';
import { type Sidecar, startSidecar } from '../sidecar.ts';
import { testInstance, testSettings } from './simulated-sidecar.ts';

/** What a sidecar has to know of a node of a real ring. */
export interface NodeAccess {
  readonly address: string;
  readonly nativePort: number;
  readonly controlUrl: string;
  readonly controlSecretFile: string;
}

/** Settings of the instance that is that node. */
export function instanceOf(node: NodeAccess, id = 1): InstanceSettings {
  const { address: host, nativePort: port, controlUrl: jolokiaUrl, controlSecretFile: jolokiaSecretFile } = node;
  return testInstance({ id, host, port, jolokiaUrl, jolokiaSecretFile });
}

/** A sidecar beside nodes of a real ring, and a client of it. */
export interface Beside {
  readonly sidecar: Sidecar;
  readonly client: SidecarClient;
}

/** A sidecar in this process beside nodes of a real ring, listening on the first one's address. */
export async function startBeside(nodes: readonly NodeAccess[], over: Partial<SidecarSettings> = {}): Promise<Beside> {
  const instances = nodes.map((node, index) => instanceOf(node, index + 1));
  const host = instances[0]?.host ?? '127.0.0.1';
  const settings = testSettings({
    instances,
    listen: { host, port: 0 },
    jolokiaTimeoutMs: 2_000,
    cqlTimeoutMs: 2_000,
    longRequestTimeoutMs: 60_000,
    ...over,
  });
  const sidecar = await startSidecar({ settings, adapters: cassandraAdapters(settings, silentLogger), logger: pino({ level: 'silent' }) });
  return { sidecar, client: createSidecarClient({ baseUrl: sidecar.url, timeoutMs: 60_000 }) };
}

/** Asks until the answer is as wanted; gives the last answer, wanted or not, so that a test's assertion can show it. */
export async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, withinMs = 60_000): Promise<T | undefined> {
  let last: T | undefined;
  await waitUntil(
    async () => {
      last = await ask();
      return wanted(last) ? true : undefined;
    },
    { clock: systemClock, pollMs: 250, withinMs },
  );
  return last;
}
