import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, as files. */
export interface PairOfFiles {
  /** Absolute path, PEM. */
  readonly certificate: string;
  /** Absolute path, PEM, not encrypted. */
  readonly key: string;
}

/** Files of throwaway authorities, made anew for each run. */
export interface SidecarCertificates {
  /** Holds all of them, under the system's folder for temporary files; the caller removes it. */
  readonly folder: string;
  /** The certificate of the authority that clients and server should trust; absolute path, PEM. */
  readonly authority: string;
  /** An authority that vouched for the stranger only. */
  readonly otherAuthority: string;
  /** A server at 127.0.0.1. */
  readonly server: PairOfFiles;
  /** A server at another address. */
  readonly elsewhere: PairOfFiles;
  /** A server at 127.0.0.1 whose time is over. */
  readonly expired: PairOfFiles;
  /** A client that `authority` vouched for. */
  readonly client: PairOfFiles;
  /** A client that only `otherAuthority` vouched for, to be refused. */
  readonly stranger: PairOfFiles;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const LONG_AGO = ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'];

/** Makes certificates for the tests of a sidecar, with the `openssl` program. The folder is the caller's to remove. */
export function makeSidecarCertificates(): SidecarCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-sidecar-tls-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  for (const ca of ['authority', 'other']) {
    openssl('req', '-x509', ...NEW_KEY, '-keyout', `${ca}.key`, '-subj', `/CN=${ca}`, '-out', `${ca}.pem`, '-days', '2');
    mkdirSync(at(`${ca}.issued`));
    writeFileSync(at(`${ca}.index`), '');
    writeFileSync(at(`${ca}.serial`), '01\n');
    writeFileSync(at(`${ca}.cnf`), configurationOf(ca));
  }
  const issue = (name: string, ca: string, address: string | undefined, dates: readonly string[] = ['-days', '2']): PairOfFiles => {
    openssl('req', ...NEW_KEY, '-keyout', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
    writeFileSync(at(`${name}.ext`), address === undefined ? '' : `subjectAltName=IP:${address}`);
    const files = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.ext`];
    openssl(
      'ca',
      '-batch',
      '-notext',
      '-rand_serial',
      '-config',
      `${ca}.cnf`,
      '-keyfile',
      `${ca}.key`,
      '-cert',
      `${ca}.pem`,
      ...files,
      ...dates,
    );
    return { certificate: at(`${name}.pem`), key: at(`${name}.key`) };
  };
  return {
    folder,
    authority: at('authority.pem'),
    otherAuthority: at('other.pem'),
    server: issue('server', 'authority', '127.0.0.1'),
    elsewhere: issue('elsewhere', 'authority', '192.0.2.1'),
    expired: issue('expired', 'authority', '127.0.0.1', LONG_AGO),
    client: issue('client', 'authority', undefined),
    stranger: issue('stranger', 'other', undefined),
  };
}

function configurationOf(ca: string): string {
  return `[ca]\ndefault_ca = it\n[it]\ndatabase = ${ca}.index\nserial = ${ca}.serial\nnew_certs_dir = ${ca}.issued\ndefault_md = sha256\npolicy = any\n[any]\ncommonName = supplied\n`;
}
