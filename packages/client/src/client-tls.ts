import { errors } from '@ringside/core';
import { readSecretFile, readTextFile } from '@ringside/host';
import type { TlsOptions } from './options.ts';

/** Paths of PEM files for CQL over TLS, absolute or relative to the working directory. */
export interface ClientTlsFiles {
  /** Certificates of the authorities that may have signed the node's. Without it there is no TLS. */
  readonly caFile?: string | undefined;
  /** The client's own certificate, for a node that asks for one. */
  readonly certificateFile?: string | undefined;
  /** The key of that certificate; only its owner may read it. */
  readonly keyFile?: string | undefined;
}

/** What names each file to the person who chose it, for messages: keys of a configuration, options of a command. */
export type ClientTlsNames = Readonly<Record<keyof ClientTlsFiles, string>>;

/**
 * Reads what a session needs to connect over TLS.
 *
 * @returns `undefined` where no file is named
 * @throws OpsError `CONFIG_INVALID` where one lacks another, or cannot be read; `PERMISSION_DENIED` for a key that others may read
 */
export async function readClientTls(
  { caFile, certificateFile, keyFile }: ClientTlsFiles,
  names: ClientTlsNames,
): Promise<TlsOptions | undefined> {
  if ((certificateFile === undefined) !== (keyFile === undefined))
    throw errors.CONFIG_INVALID({ message: `${names.certificateFile} and ${names.keyFile} need each other` });
  if (caFile === undefined && keyFile !== undefined)
    throw errors.CONFIG_INVALID({ message: `${names.certificateFile} needs ${names.caFile}` });
  if (caFile === undefined) return undefined;
  return {
    ca: await readTextFile(names.caFile, caFile),
    cert: certificateFile === undefined ? undefined : await readTextFile(names.certificateFile, certificateFile),
    key: keyFile === undefined ? undefined : await readSecretFile(names.keyFile, keyFile),
  };
}
