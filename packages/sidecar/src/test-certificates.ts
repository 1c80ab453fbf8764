import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, as files. */
export interface PairOfFiles {
  /** Absolute path, PEM. */
  readonly certificate: string;
  /** Absolute path, PEM, not encrypted. */
  readonly key: string;
}

/** Files of throwaway authorities, made anew for each run; only their owner may read the keys. */
export interface SidecarCertificates {
  /** Holds all of them, under the system's folder for temporary files; the caller removes it. */
  readonly folder: string;
  /** The certificate of the authority that clients and server should trust; absolute path, PEM. */
  readonly authority: string;
  /** An authority that vouched for the stranger only. */
  readonly otherAuthority: string;
  /** A server at 127.0.0.1, or at the address that was asked for. */
  readonly server: PairOfFiles;
  /** The same with an RSA key, which alone can do the key exchange without forward secrecy. */
  readonly rsaServer: PairOfFiles;
  /** A server at another address. */
  readonly elsewhere: PairOfFiles;
  /** A server at 127.0.0.1 whose time is over. */
  readonly expired: PairOfFiles;
  /** A client that `authority` vouched for. */
  readonly client: PairOfFiles;
  /** A client that only `otherAuthority` vouched for, to be refused. */
  readonly stranger: PairOfFiles;
  /**
   * Makes another client that `authority` vouches for.
   *
   * @param name what its files are called, and its common name unless a subject is given
   * @param names its alternative names as openssl writes them, such as `URI:spiffe://example.org/backup`; and its subject, such as `/CN=a/CN=b`
   */
  issueClient(name: string, names: Pick<IssueOptions, 'alternativeNames' | 'subject'>): PairOfFiles;
}

const LOOPBACK = '127.0.0.1';
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const NEW_RSA_KEY = ['-newkey', 'rsa:2048', '-nodes'];
const TWO_DAYS = ['-days', '2'];
const LONG_AGO = ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'];

/**
 * Makes certificates for the tests of a sidecar, with the `openssl` program. The folder is the caller's to remove.
 *
 * @param serverAddresses what the certificate of {@link SidecarCertificates.server} is for
 */
export function makeSidecarCertificates(...serverAddresses: readonly string[]): SidecarCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-sidecar-tls-'));
  const authority = makeAuthority(folder, 'authority');
  const other = makeAuthority(folder, 'other');
  return {
    folder,
    authority: authority.certificate,
    otherAuthority: other.certificate,
    server: authority.issue('server', { addresses: serverAddresses.length === 0 ? [LOOPBACK] : serverAddresses }),
    rsaServer: authority.issue('rsa', { addresses: [LOOPBACK], newKey: NEW_RSA_KEY }),
    elsewhere: authority.issue('elsewhere', { addresses: ['192.0.2.1'] }),
    expired: authority.issue('expired', { addresses: [LOOPBACK], dates: LONG_AGO }),
    client: authority.issue('client'),
    stranger: other.issue('stranger'),
    issueClient: (name, names) => authority.issue(name, names),
  };
}

/** How a certificate differs from that of a client whose time has come: a server's addresses, its names, its dates, its kind of key. */
export interface IssueOptions {
  /** Such as `URI:spiffe://example.org/backup`; those of `addresses` unless given. */
  readonly alternativeNames?: string;
  /** Such as `/CN=alice`, by its name unless given. */
  readonly subject?: string;
  readonly addresses?: readonly string[];
  readonly dates?: readonly string[];
  readonly newKey?: readonly string[];
}

interface Authority {
  readonly certificate: string;
  issue(name: string, options?: IssueOptions): PairOfFiles;
}

function makeAuthority(folder: string, ca: string): Authority {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  openssl('req', '-x509', ...NEW_KEY, '-keyout', `${ca}.key`, '-subj', `/CN=${ca}`, '-out', `${ca}.pem`, ...TWO_DAYS);
  mkdirSync(at(`${ca}.issued`));
  writeFileSync(at(`${ca}.index`), '');
  writeFileSync(at(`${ca}.serial`), '01\n');
  writeFileSync(at(`${ca}.cnf`), configurationOf(ca));
  const signing = ['ca', '-batch', '-notext', '-rand_serial', '-config', `${ca}.cnf`, '-keyfile', `${ca}.key`, '-cert', `${ca}.pem`];
  const issue: Authority['issue'] = (
    name,
    { addresses = [], dates = TWO_DAYS, newKey = NEW_KEY, subject = `/CN=${name}`, ...more } = {},
  ) => {
    const { alternativeNames = addresses.map((each) => `IP:${each}`).join(',') } = more;
    openssl('req', ...newKey, '-keyout', `${name}.key`, '-subj', subject, '-out', `${name}.csr`);
    chmodSync(at(`${name}.key`), 0o600);
    writeFileSync(at(`${name}.ext`), alternativeNames === '' ? '' : `subjectAltName=${alternativeNames}`);
    openssl(...signing, '-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.ext`, ...dates);
    return { certificate: at(`${name}.pem`), key: at(`${name}.key`) };
  };
  return { certificate: at(`${ca}.pem`), issue };
}

function configurationOf(ca: string): string {
  return `[ca]\ndefault_ca = it\n[it]\ndatabase = ${ca}.index\nserial = ${ca}.serial\nnew_certs_dir = ${ca}.issued\ndefault_md = sha256\npolicy = any\nunique_subject = no\n[any]\ncommonName = optional\n`;
}
