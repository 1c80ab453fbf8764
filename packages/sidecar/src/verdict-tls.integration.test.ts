import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSidecarClient, type SidecarClient } from '@ringside/api';
import { useCluster } from '@ringside/cluster/vitest';
import { createLeanFetch, freePort } from '@ringside/host';
import https from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSidecarCertificates, type SidecarCertificates } from './test-certificates.ts';
import { type Beside, instanceOf, startBeside } from './testing/real-sidecar.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringside-watched-tls-'));
const forCql = makeSidecarCertificates();
/** Key and certificate of a node in one file, as Cassandra's PEM factory reads them. */
const keystore = join(folder, 'keystore.pem');
writeFileSync(keystore, [forCql.server.key, forCql.server.certificate].map((file) => readFileSync(file, 'utf8')).join(''));

/** Not shared: its nodes take encrypted clients only, which must show a certificate, and one is frozen. */
const cluster = useCluster({
  nodes: 2,
  shared: false,
  yaml: {
    client_encryption_options: {
      enabled: true,
      optional: false,
      require_client_auth: true,
      ssl_context_factory: { class_name: 'org.apache.cassandra.security.PEMBasedSslContextFactory' },
      keystore,
      truststore: forCql.authority,
    },
  },
});
const TOKEN = 'the-token-of-all-sidecars-of-this-cluster';
const SOON = { timeout: 60_000, interval: 100 };
let forHttp: SidecarCertificates;
let port: number;
let sidecars: Beside[];

/** A sidecar beside one node: HTTPS, a client certificate and a token are asked for. */
async function beside(index: number, token = TOKEN): Promise<Beside> {
  const node = cluster().node(index);
  const { client, authority } = forCql;
  const cqlTls = {
    ca: readFileSync(authority),
    cert: readFileSync(client.certificate),
    key: readFileSync(client.key),
    // The addresses of the ring are not known when its certificate is made.
    checkServerIdentity: () => undefined,
  };
  return await startBeside([node], {
    instances: [{ ...instanceOf(node), cqlTls }],
    listen: { host: node.address, port },
    token,
    tls: {
      certificate: readFileSync(forHttp.server.certificate, 'utf8'),
      key: readFileSync(forHttp.server.key, 'utf8'),
      ca: readFileSync(forHttp.authority, 'utf8'),
      requireClientCertificate: true,
      rereadEveryMs: 60_000,
    },
  });
}

function clientOf({ sidecar }: Beside, token = TOKEN): SidecarClient {
  const { authority, client } = forHttp;
  const [ca, certificate, key] = [authority, client.certificate, client.key].map((file) => readFileSync(file, 'utf8'));
  const fetch = createLeanFetch({ tls: { https, ca, certificate, key } });
  return createSidecarClient({ baseUrl: sidecar.url, fetch, headers: { authorization: `Bearer ${token}` }, timeoutMs: 60_000 });
}

/** What one sidecar says of a node. */
async function said(from: number, of: number, token = TOKEN): Promise<string> {
  const { nodes } = await clientOf(sidecars[from] as Beside, token).nodes({ alone: true });
  const { verdict } = nodes.find(({ address }) => address === cluster().node(of).address) ?? {};
  const reached = verdict?.evidence.some(({ kind, finding, isCurrent }) => kind === 'peer' && finding === 'reached' && isCurrent);
  return `${verdict?.sentence}${reached === true ? ' (reached)' : ''}`;
}

beforeAll(async () => {
  await cluster().waitForAllUp();
  forHttp = makeSidecarCertificates(cluster().node(0).address, cluster().node(1).address);
  port = await freePort(cluster().node(0).address);
  sidecars = [await beside(0), await beside(1)];
});

afterAll(async () => {
  await Promise.all(sidecars.map(({ sidecar }) => sidecar.stop(0)));
  for (const each of [folder, forCql.folder, forHttp.folder]) rmSync(each, { recursive: true });
});

describe('sidecars that ask each other for a token and a certificate, beside nodes that ask clients for one', () => {
  it('hear each other, and reach each other’s nodes', async () => {
    await expect.poll(async () => [await said(0, 1), await said(1, 0)], SOON).toEqual(['up (reached)', 'up (reached)']);
  });

  it('say that a node is frozen whose CQL is encrypted', async () => {
    await cluster().node(1).pause();
    try {
      await expect.poll(() => said(0, 1), SOON).toMatch(/^frozen: its sidecar says that/);
    } finally {
      await cluster().node(1).resume();
    }
    await expect.poll(() => said(0, 1), SOON).toBe('up (reached)');
  });

  it('do not hear one that has another token, and say that it is not heard, but that its node answers', async () => {
    await sidecars[1]?.sidecar.stop(0);
    const other = 'another-token-than-all-the-other-sidecars';
    sidecars[1] = await beside(1, other);
    const unheard =
      /^up: its sidecar last said that it answers, and cannot be heard any more; its sidecar does not answer .* but the node does/;
    await expect.poll(() => said(0, 1), SOON).toMatch(unheard);
    // It has never heard anybody in this life.
    await expect.poll(() => said(1, 0, other), SOON).toMatch(/^up: its sidecar does not answer .* but the node does/);
    await expect(clientOf(sidecars[1]).nodes({ alone: true })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await sidecars[1].sidecar.stop(0);
    sidecars[1] = await beside(1);
    await expect.poll(async () => [await said(0, 1), await said(1, 0)], SOON).toEqual(['up (reached)', 'up (reached)']);
  });
});
