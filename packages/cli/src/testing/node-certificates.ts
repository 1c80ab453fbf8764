import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files of a throwaway certificate authority, made anew for each run. */
export interface NodeCertificates {
  readonly folder: string;
  readonly authority: string;
  /** An authority that vouched for nobody here. */
  readonly otherAuthority: string;
  /** Key and certificate of a node, in one file as Cassandra's PEM factory reads them. */
  readonly node: string;
  readonly client: { readonly key: string; readonly certificate: string };
  /** The same for somebody whom the other authority vouches for. */
  readonly stranger: { readonly key: string; readonly certificate: string };
}

/** Makes them with the `openssl` program. */
export function makeNodeCertificates(): NodeCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-cql-tls-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const newKey = (name: string): readonly string[] => ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-subj', `/CN=${name}`];
  for (const ca of ['authority', 'other']) openssl('req', '-x509', ...newKey(ca), '-out', `${ca}.pem`, '-days', '2');
  for (const [name, ca] of [
    ['node', 'authority'],
    ['client', 'authority'],
    ['stranger', 'other'],
  ] as const) {
    openssl('req', ...newKey(name), '-out', `${name}.csr`);
    const signedBy = ['-CA', `${ca}.pem`, '-CAkey', `${ca}.key`, '-CAcreateserial'];
    openssl('x509', '-req', '-in', `${name}.csr`, ...signedBy, '-days', '2', '-out', `${name}.pem`);
  }
  writeFileSync(at('keystore.pem'), readFileSync(at('node.key'), 'utf8') + readFileSync(at('node.pem'), 'utf8'));
  const pair = (name: string): { key: string; certificate: string } => ({ key: at(`${name}.key`), certificate: at(`${name}.pem`) });
  const authorities = { authority: at('authority.pem'), otherAuthority: at('other.pem') };
  return { folder, ...authorities, node: at('keystore.pem'), client: pair('client'), stranger: pair('stranger') };
}
