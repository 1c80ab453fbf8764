import { readCertificates, readKeyPair } from '@ringside/host';
import type { TlsSettings } from './settings.ts';

/** Paths of a server's certificate chain, its key, and the authorities of its clients; PEM. */
export interface TlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly caFile: string | undefined;
}

/**
 * Reads what a TLS server needs, and checks it: an empty list of authorities would admit whoever the system trusts.
 *
 * @throws OpsError `CONFIG_INVALID` or `PERMISSION_DENIED`, naming key and file
 */
export async function readTlsFiles({
  certificateFile,
  keyFile,
  caFile,
}: TlsFiles): Promise<Pick<TlsSettings, 'certificate' | 'key' | 'ca'>> {
  const pair = await readKeyPair({ name: 'tls.certificateFile', file: certificateFile }, { name: 'tls.keyFile', file: keyFile });
  return { ...pair, ca: caFile === undefined ? undefined : await readCertificates({ name: 'tls.caFile', file: caFile }) };
}
