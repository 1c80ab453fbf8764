import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { errors, type OpsError } from '@ringside/core';
import { readSecretFile, readTextFile } from './secret-file.ts';
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
  const certificate = await readTextFile('tls.certificateFile', certificateFile);
  const key = await readSecretFile('tls.keyFile', keyFile);
  const ca = caFile === undefined ? undefined : await readTextFile('tls.caFile', caFile);
  const [own] = certificatesOf(`tls.certificateFile: ${certificateFile}`, certificate);
  if (ca !== undefined) certificatesOf(`tls.caFile: ${caFile}`, ca);
  const privateKey = privateKeyOf(`tls.keyFile: ${keyFile}`, key);
  if (own?.checkPrivateKey(privateKey) === true) return { certificate, key, ca };
  throw invalid(`tls.keyFile: ${keyFile} is not the key of the certificate in ${certificateFile}`);
}

const BLOCK = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----.*?-----END (?:X509 |TRUSTED )?CERTIFICATE-----/gs;

/**
 * The certificates of a PEM text, at least one.
 *
 * @param what the text is, for messages
 * @throws OpsError `CONFIG_INVALID`
 */
export function certificatesOf(what: string, pem: string): readonly X509Certificate[] {
  const begun = pem.match(/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/g)?.length ?? 0;
  if (begun === 0) throw invalid(`${what} holds no certificate in PEM`);
  const blocks = pem.match(BLOCK) ?? [];
  if (blocks.length !== begun) throw invalid(`${what}: a certificate in it is not complete`);
  return blocks.map((block, index) => parse(block, `${what}: certificate ${index + 1} in it is not valid`));
}

function parse(block: string, otherwise: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch (error) {
    throw invalid(otherwise, error);
  }
}

/** What the library says of a key that it cannot read is kept out of the message. */
function privateKeyOf(what: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw invalid(`${what} holds no private key in PEM that needs no passphrase`, error);
  }
}

function invalid(message: string, cause?: unknown): OpsError {
  return errors.CONFIG_INVALID({ message, cause });
}
