import { errors, type OpsError } from '@ringside/core';
import type { TlsOptions } from '@ringside/host';
import { routeKitErrors } from '@ringside/route-kit';
import { cliKitErrors } from '../errors.ts';

/** Node's codes for a server whose certificate no trusted authority vouches for. */
const UNKNOWN_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
]);

/** OpenSSL's codes for a server that sends the client away for its certificate, or for the lack of one; `SSLV3` is `SSL/TLS` since OpenSSL 3.2. */
const REFUSES_CLIENT =
  /^ERR_SSL_(?:TLSV1[0-9]*|SSLV3|SSL\/TLS)_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+|HANDSHAKE_FAILURE|ACCESS_DENIED)$/;

/**
 * Says what is wrong where a connection failed because one side does not trust the other.
 *
 * @returns undefined for any other failure
 */
export function whyUntrusted(error: unknown, { origin, host, protocol }: URL, tls: Omit<TlsOptions, 'https'>): OpsError | undefined {
  const code: unknown = Reflect.get(Object(error), 'code');
  if (typeof code !== 'string') return undefined;
  const untrusted = (message: string, remedy: string): OpsError => cliKitErrors.SIDECAR_UNTRUSTED({ message, remedy, cause: error });
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return untrusted(
      `The certificate of ${origin} is for ${namesOf(error)}, not for this address`,
      'Use an address that it names, or renew it for this one.',
    );
  if (code === 'CERT_HAS_EXPIRED')
    return untrusted(`The certificate of ${origin} has expired`, 'Renew it; the sidecar takes it over by itself.');
  if (code === 'CERT_NOT_YET_VALID')
    return untrusted(
      `The certificate of ${origin} is not valid yet`,
      'Check the clocks of both machines, and the dates of the certificate.',
    );
  if (UNKNOWN_AUTHORITY.has(code))
    return untrusted(
      `No authority that ${tls.ca === undefined ? 'this machine' : 'the file of --ca-file'} trusts vouches for the certificate of ${origin}`,
      'Name the authority’s certificate with --ca-file or RINGSIDE_CA_FILE.',
    );
  if (speaksNoTls(code, error))
    return untrusted(`${origin} does not speak TLS`, `Use http://${host} if it is a sidecar without TLS on this machine.`);
  if (code === 'ECONNRESET' && protocol === 'https:') return wasCut(origin, tls, error);
  if (!REFUSES_CLIENT.test(code)) return undefined;
  return errors.UNAUTHORIZED({
    message: tls.certificate === undefined ? `${origin} asks for a client certificate` : `${origin} does not accept the client certificate`,
    remedy:
      tls.certificate === undefined
        ? 'Name one with --cert-file and --key-file, or RINGSIDE_CERT_FILE and RINGSIDE_KEY_FILE.'
        : 'Use one that comes from the authorities of its tls.caFile.',
    cause: error,
  });
}

function speaksNoTls(code: string, error: unknown): boolean {
  return code === 'ERR_SSL_WRONG_VERSION_NUMBER' || (code === 'EPROTO' && /wrong version number/.test(String(error)));
}

/** A server that does not accept a certificate may close the connection without a word, and so does one that stops: both can be. */
function wasCut(origin: string, tls: Omit<TlsOptions, 'https'>, cause: unknown): OpsError {
  const certificate =
    tls.certificate === undefined ? 'asks for a client certificate (--cert-file, --key-file)' : 'accepts the client certificate';
  return routeKitErrors.SIDECAR_UNAVAILABLE({
    message: `${origin} closed the connection without an answer`,
    remedy: `Check that it runs, speaks TLS, and ${tls.certificate === undefined ? 'whether it ' : ''}${certificate}.`,
    cause,
  });
}

/** The names in a certificate: `10.0.0.1, db1.example`. */
function namesOf(error: unknown): string {
  const certificate: unknown = Reflect.get(Object(error), 'cert');
  const names: unknown = Reflect.get(Object(certificate), 'subjectaltname');
  return typeof names === 'string' ? names.replaceAll(/(?:DNS|IP Address):/g, '') : 'another name';
}
