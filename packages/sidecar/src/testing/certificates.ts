import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files of a throwaway certificate authority, made anew for each run; no key is ever kept. */
export interface TestCertificates {
  readonly folder: string;
  readonly ca: string;
  /** Certificate and key of a server at 127.0.0.1. */
  readonly server: { readonly cert: string; readonly key: string };
  /** The same with an RSA key, which alone can do the old key exchange. */
  readonly rsaServer: { readonly cert: string; readonly key: string };
  /** Certificate and key of a client that the authority vouches for. */
  readonly client: { readonly cert: string; readonly key: string };
  /** Certificate and key of somebody who vouches for himself. */
  readonly stranger: { readonly cert: string; readonly key: string };
}

/** Makes an authority, a server, a client and a stranger with the `openssl` program. */
export function makeCertificates(): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-tls-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  writeFileSync(at('server.ext'), 'subjectAltName=IP:127.0.0.1');
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=test authority');
  openssl('req', '-x509', ...newKey, '-keyout', 'stranger.key', '-out', 'stranger.pem', '-days', '2', '-subj', '/CN=stranger');
  for (const name of ['server', 'client', 'rsa']) {
    openssl(
      'req',
      ...(name === 'rsa' ? ['-newkey', 'rsa:2048', '-nodes'] : newKey),
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=${name}`,
    );
    const sign = ['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
    openssl(...sign, ...(name !== 'client' ? ['-extfile', 'server.ext'] : []), '-out', `${name}.pem`);
  }
  for (const key of ['server.key', 'rsa.key']) chmodSync(at(key), 0o600);
  const pair = (name: string): { cert: string; key: string } => ({ cert: at(`${name}.pem`), key: at(`${name}.key`) });
  return { folder, ca: at('ca.pem'), server: pair('server'), rsaServer: pair('rsa'), client: pair('client'), stranger: pair('stranger') };
}

/** The text of a file. */
export function textOf(file: string): string {
  return readFileSync(file, 'utf8');
}
