import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOpsError, type OpsError } from '@ringside/core';
import { certificatesOf } from '@ringside/host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSidecarCertificates, type SidecarCertificates } from '../test-certificates.ts';
import { textOf } from '../testing/text-of.ts';
import { loadSidecarSettings } from './load.ts';

let made: SidecarCertificates;

beforeAll(() => {
  made = makeSidecarCertificates();
});

afterAll(() => rmSync(made.folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(made.folder, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

async function load(tls: Record<string, unknown>): Promise<OpsError | undefined> {
  const config = file(
    'sidecar.json',
    JSON.stringify({ tls: { certificateFile: made.server.certificate, keyFile: made.server.key, ...tls } }),
  );
  return loadSidecarSettings({ file: config }).then(
    () => undefined,
    (error: unknown) => {
      if (isOpsError(error)) return error;
      throw error;
    },
  );
}

describe('authorities of client certificates', () => {
  const pem = (): string => textOf(made.authority);
  const bad: readonly (readonly [what: string, content: () => string, says: RegExp])[] = [
    ['nothing', () => '', /holds no certificate in PEM/],
    ['a line feed', () => '\n', /holds no certificate in PEM/],
    ['comments only', () => '# our authority\n# to be filled in\n', /holds no certificate in PEM/],
    ['a key', () => textOf(made.server.key), /holds no certificate in PEM/],
    ['a web page', () => '<html>404</html>', /holds no certificate in PEM/],
    [
      'bytes of DER',
      () => Buffer.from(pem().replaceAll(/-----.*-----|\n/g, ''), 'base64').toString('latin1'),
      /holds no certificate in PEM/,
    ],
    ['a certificate that is cut off', () => pem().slice(0, 200), /a certificate in it is not complete/],
    ['a certificate and the beginning of another', () => pem() + pem().slice(0, 100), /a certificate in it is not complete/],
    [
      'a certificate of nonsense',
      () => '-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n',
      /certificate 1 in it is not valid/,
    ],
    ['an empty certificate', () => '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n', /certificate 1 in it is not valid/],
    [
      'a good one and one of nonsense',
      () => `${pem()}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
      /certificate 2 in it is not valid/,
    ],
  ];

  it.each(bad)('that are %s keep the sidecar from starting, with the name of the file', async (_, content, says) => {
    const caFile = file('bad-ca.pem', content());
    for (const requireClientCertificate of [true, false]) {
      const error = await load({ caFile, requireClientCertificate });
      expect(error).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 78 });
      expect(error?.message).toContain(`tls.caFile: ${caFile}`);
      expect(error?.message).toMatch(says);
    }
  });

  it('that are a folder, or not there, do so too', async () => {
    const folder = join(made.folder, 'authorities');
    mkdirSync(folder, { recursive: true });
    expect(await load({ caFile: folder })).toMatchObject({ message: `tls.caFile: ${folder} cannot be read (EISDIR)` });
    expect(await load({ caFile: '/no/such' })).toMatchObject({ message: 'tls.caFile: /no/such cannot be read (ENOENT)' });
    expect((await load({ caFile: '', requireClientCertificate: true }))?.message).toContain(
      'tls.requireClientCertificate needs tls.caFile',
    );
  });

  it('may be several, with text around them', async () => {
    const caFile = file('ca-bundle.pem', `# one\n${pem()}\n# two\r\n${textOf(made.otherAuthority)}`);
    expect(await load({ caFile, requireClientCertificate: true })).toBeUndefined();
    expect(certificatesOf('it', readFileSync(caFile, 'utf8'))).toHaveLength(2);
  });
});

describe('a server’s certificate and key', () => {
  it('must be what they are called, and belong together', async () => {
    const { server, client } = made;
    expect((await load({ certificateFile: server.key }))?.message).toMatch(/tls\.certificateFile: .* holds no certificate in PEM/);
    expect((await load({ keyFile: file('not-a.key', textOf(server.certificate)) }))?.message).toMatch(
      /tls\.keyFile: .* holds no private key in PEM/,
    );
    const error = await load({ keyFile: file('other.key', textOf(client.key)) });
    expect(error?.message).toMatch(/tls\.keyFile: .*other\.key is not the key of the certificate in .*server\.pem/);
    expect(JSON.stringify(error)).not.toContain('PRIVATE KEY');
  });
});

describe('a token', () => {
  it.each(['x', 'secret', 'a'.repeat(64), '0123456789', 'abcabcabcabcabcabcabcabcabc'])(
    'of %j can be guessed, so nothing starts',
    async (token) => {
      const config = file('sidecar.json', JSON.stringify({ authentication: { tokenFile: file('token', token) } }));
      const error = await loadSidecarSettings({ file: config }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('can be guessed') });
      expect((error as OpsError).remedy).toMatch(/openssl rand -hex 32 > .*token/);
      expect(JSON.stringify(error)).not.toContain(`"${token}"`);
    },
  );

  it('of 128 random bits is fine, however they are written', async () => {
    for (const token of ['mB3vRz8Hk1Qw5Yx0Lc7Tna', '9f86d081884c7d659a2feaa0c55ad015', 'q2Zl0s7oT0q4vJ8m5h3d2w==']) {
      const config = file('sidecar.json', JSON.stringify({ authentication: { tokenFile: file('token', `${token}\n`) } }));
      expect((await loadSidecarSettings({ file: config })).token).toBe(token);
    }
  });
});
