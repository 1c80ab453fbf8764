import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ran } from '@ringside/cli-kit/testing';
import { useCluster } from '@ringside/cluster/vitest';
import { makeSidecarCertificates } from '@ringside/sidecar/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../testing/run.ts';

const certificates = makeSidecarCertificates();
const { authority, otherAuthority, server, client, stranger } = certificates;
const workingDirectory = mkdtempSync(join(tmpdir(), 'ringside-cqlshrc-'));
/** Key and certificate of a node in one file, as Cassandra's PEM factory reads them. */
const keystore = join(workingDirectory, 'keystore.pem');
writeFileSync(keystore, [server.key, server.certificate].map((file) => readFileSync(file, 'utf8')).join(''));
const ONE_ROW = /\n local\n\n\(1 rows\)\n$/;

afterAll(() => {
  for (const folder of [certificates.folder, workingDirectory]) rmSync(folder, { recursive: true });
});

/** What cassandra.yaml says of a node that takes encrypted clients only. */
const encrypted = (asksForCertificate: boolean) => ({
  client_encryption_options: {
    enabled: true,
    optional: false,
    require_client_auth: asksForCertificate,
    ssl_context_factory: { class_name: 'org.apache.cassandra.security.PEMBasedSslContextFactory' },
    keystore,
    truststore: authority,
  },
});

/** Runs one query on a node with a `cqlshrc` of these lines. */
async function select(
  node: { readonly address: string; readonly nativePort: number },
  lines: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const cqlshrc = join(workingDirectory, 'cqlshrc');
  const place = ['[connection]', `hostname = ${node.address}`, `port = ${node.nativePort}`, 'timeout = 5'];
  writeFileSync(cqlshrc, [...place, ...lines, ''].join('\n'));
  return await run(['cql', '--cqlshrc', cqlshrc, '-e', 'SELECT key FROM system.local'], { workingDirectory, env });
}

describe('ringside cql with a cqlshrc, and a node that takes encrypted clients only', () => {
  const cluster = useCluster({ yaml: encrypted(false), shared: false });
  const selecting = (lines: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    select(cluster().node(0), lines, env);

  it('connects with the authority of [ssl] certfile, of the host, and of the environment', async () => {
    const { address } = cluster().node(0);
    const connected = { exitCode: 0, out: expect.stringMatching(ONE_ROW) as string, err: '' };
    expect(await selecting(['ssl = true', '[ssl]', `certfile = ${authority}`])).toEqual(connected);
    const ofHost = ['ssl = true', '[ssl]', `certfile = ${otherAuthority}`, '[certfiles]', `${address} = ${authority}`];
    expect(await selecting(ofHost)).toEqual(connected);
    expect(await selecting(['ssl = true', '[ssl]', `certfile = ${otherAuthority}`], { SSL_CERTFILE: authority })).toEqual(connected);
  });

  it('does not connect when another authority is trusted, unless nothing is to be checked', async () => {
    const other = ['ssl = true', '[ssl]', `certfile = ${otherAuthority}`];
    const refused = await selecting(other);
    expect(refused).toMatchObject({ exitCode: 69, out: '' });
    expect(refused.err).toMatch(/^error CASSANDRA_UNAVAILABLE .*certificate/);
    const connected = { exitCode: 0, out: expect.stringMatching(ONE_ROW) as string };
    expect(await selecting([...other, 'validate = false'])).toMatchObject(connected);
    expect(await selecting(['ssl = true', '[ssl]', 'validate = false'])).toMatchObject(connected);
    expect(await selecting(other, { SSL_VALIDATE: 'false' })).toMatchObject(connected);
  });

  it('needs an authority, says that a version of TLS is not chosen here, and tells a node that wants encryption', async () => {
    expect(await selecting(['ssl = true'])).toMatchObject({ exitCode: 78, err: expect.stringContaining('SSL_CERTFILE=ca.pem') as string });
    const versioned = await selecting(['ssl = true', '[ssl]', `certfile = ${authority}`, 'version = TLSv1_2']);
    expect(versioned).toMatchObject({ exitCode: 0, err: expect.stringContaining('not used here: [ssl] version') as string });
    const plain = await selecting([]);
    expect(plain).toMatchObject({ exitCode: 69, out: '' });
    expect(plain.err).toMatch(/--ssl/);
  });
});

describe('ringside cql with a cqlshrc, and a node that asks clients for a certificate', () => {
  const cluster = useCluster({ yaml: encrypted(true), shared: false });
  const selecting = (lines: readonly string[]): Promise<Ran> =>
    select(cluster().node(0), ['ssl = true', '[ssl]', `certfile = ${authority}`, ...lines]);

  it('shows that of [ssl] usercert and userkey', async () => {
    const ran = await selecting([`usercert = ${client.certificate}`, `userkey = ${client.key}`]);
    expect(ran).toEqual({ exitCode: 0, out: expect.stringMatching(ONE_ROW) as string, err: '' });
  });

  it('does not connect without one, or with that of a stranger', async () => {
    for (const lines of [[], [`usercert = ${stranger.certificate}`, `userkey = ${stranger.key}`]]) {
      const refused = await selecting(lines);
      expect(refused).toMatchObject({ exitCode: 69, out: '' });
      expect(refused.err).toMatch(/^error CASSANDRA_UNAVAILABLE .*no TLS connection \([^)]*\).*\n.*usercert and userkey/);
    }
  });

  it('says of a key that is not that of the certificate which files are meant', async () => {
    const refused = await selecting([`usercert = ${client.certificate}`, `userkey = ${stranger.key}`]);
    expect(refused).toMatchObject({ exitCode: 78, out: '' });
    expect(refused.err).toContain(client.certificate);
    expect(refused.err).toContain(stranger.key);
    expect(await selecting([`usercert = ${client.certificate}`])).toMatchObject({ exitCode: 78, out: '' });
  });
});
