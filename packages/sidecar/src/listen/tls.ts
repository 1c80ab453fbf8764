import type { Server, ServerOptions } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { Clock } from '@ringside/core';
import { certificatesOf } from '@ringside/host';
import type { Logger } from 'pino';
import type { TlsSettings } from '../config/settings.ts';

/**
 * What TLS 1.2 may agree on: a key exchange with forward secrecy, and ciphers that authenticate what they encrypt, as RFC 9325 asks.
 * TLS 1.3 has no others.
 */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':');

type Material = Pick<TlsSettings, 'certificate' | 'key' | 'ca'>;

/**
 * Options of an HTTPS server.
 *
 * @throws OpsError `CONFIG_INVALID` where client certificates are asked for and no authority is given that could vouch for one
 */
export function serverOptions(tls: TlsSettings): ServerOptions {
  const { requireClientCertificate } = tls;
  certificatesOf('tls: the certificate', tls.certificate);
  if (requireClientCertificate || tls.ca !== undefined) certificatesOf('tls: the list of authorities', tls.ca ?? '');
  return { ...secureContext(tls), requestCert: requireClientCertificate, rejectUnauthorized: requireClientCertificate };
}

function secureContext({ certificate, key, ca }: Material): SecureContextOptions {
  return { cert: certificate, key, ca, minVersion: 'TLSv1.2', ciphers: CIPHERS, honorCipherOrder: true };
}

/** What {@link watchCertificates} does with what it finds. */
export interface CertificateWatch {
  readonly server: Pick<Server, 'setSecureContext'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Certificates were taken over; connections that were let in by the old ones shall end. */
  readonly onReload: () => void;
  /** Tells how it stands: when the server's certificate ends, and whether what is on disk now cannot be used. */
  readonly report: (state: CertificateState) => void;
}

/** How it stands with a server's certificates. */
export interface CertificateState {
  /** When the one in use ends, in milliseconds since 1970. */
  readonly expiresMs: number;
  /** True while the files on disk cannot be used, and the older ones still are. */
  readonly reloadFailed: boolean;
}

/**
 * Looks at the files of a TLS server every so often, and takes over what changed without closing the listener. Files that cannot be
 * used (half-written, or a certificate whose key has not followed yet) leave the old ones in use; that is logged once, and looked at again.
 * The files are several, and are read one after the other: what was read while they were being replaced may be of two renewals. So a change
 * is taken over only when it is read a second time.
 *
 * @param signal ends the watch
 */
export async function watchCertificates(tls: TlsSettings, watch: CertificateWatch, signal: AbortSignal): Promise<void> {
  const { reread } = tls;
  let used: Material = tls;
  watch.report({ expiresMs: expiryOf(used), reloadFailed: false });
  if (reread === undefined) return;
  let complaint = '';
  while (await pause(watch.clock, tls.rereadEveryMs, signal)) {
    try {
      const found = await reread();
      if (!isSame(found, used) && isSame(found, await reread())) {
        takeOver(found, watch);
        used = found;
      }
      complaint = '';
    } catch (error) {
      const { message } = error as Error;
      if (message !== complaint) watch.logger.error({ err: error }, 'The TLS files changed and cannot be used; the old ones still are');
      complaint = message;
    }
    watch.report({ expiresMs: expiryOf(used), reloadFailed: complaint !== '' });
  }
}

function takeOver(found: Material, { server, logger, onReload }: CertificateWatch): void {
  server.setSecureContext(secureContext(found));
  onReload();
  logger.info({ expires: new Date(expiryOf(found)).toISOString() }, 'Took over new TLS files');
}

/** False when the watch has ended. */
async function pause(clock: Clock, durationMs: number, signal: AbortSignal): Promise<boolean> {
  return clock.sleep(durationMs, signal).then(
    () => true,
    () => false,
  );
}

function isSame(a: Material, b: Material): boolean {
  return a.certificate === b.certificate && a.key === b.key && a.ca === b.ca;
}

function expiryOf({ certificate }: Material): number {
  const [own] = certificatesOf('tls: the certificate', certificate);
  return own === undefined ? 0 : Date.parse(own.validTo);
}
