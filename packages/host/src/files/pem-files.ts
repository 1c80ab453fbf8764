import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { errors, type OpsError } from '@ringside/core';
import { readSecretFile, readTextFile } from './secret-file.ts';

/** A file, and what names it to the person who chose it: `tls.keyFile`, `--key-file`. */
export interface NamedFile {
  /** Comes first in the message when the file cannot be used. */
  readonly name: string;
  /** Its path, absolute or relative to the working directory. */
  readonly file: string;
}

/**
 * Reads a file of certificates in PEM, at least one: an empty list of authorities would stand for whoever the system trusts.
 *
 * @throws OpsError `CONFIG_INVALID`, naming the file
 */
export async function readCertificates({ name, file }: NamedFile): Promise<string> {
  const pem = await readTextFile(name, file);
  certificatesOf(`${name}: ${file}`, pem);
  return pem;
}

/**
 * Reads a chain of certificates and its key, PEM both, and checks that they belong together. Only its owner may read the key.
 *
 * @throws OpsError `CONFIG_INVALID` or `PERMISSION_DENIED`, naming the file
 */
export async function readKeyPair(certificate: NamedFile, key: NamedFile): Promise<{ readonly certificate: string; readonly key: string }> {
  const chain = await readTextFile(certificate.name, certificate.file);
  const keyText = await readSecretFile(key.name, key.file);
  const [own] = certificatesOf(`${certificate.name}: ${certificate.file}`, chain);
  const privateKey = privateKeyOf(`${key.name}: ${key.file}`, keyText);
  if (own?.checkPrivateKey(privateKey) === true) return { certificate: chain, key: keyText };
  throw invalid(`${key.name}: ${key.file} is not the key of the certificate in ${certificate.file}`);
}

const BLOCK = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----.*?-----END (?:X509 |TRUSTED )?CERTIFICATE-----/gs;

/**
 * The certificates of a PEM text, at least one.
 *
 * @param what the text is, for messages
 * @param pem one certificate or several, after each other
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
