import { describe, expect, it } from 'vitest';
import { whyUntrusted } from './tls-failure.ts';

const SIDECAR = new URL('https://10.0.0.1:9043');
const coded = (code: string): Error => Object.assign(new Error(code), { code });

describe('whyUntrusted()', () => {
  // The first spelling is that of OpenSSL before 3.2, the second that since then. Alerts that began with TLS kept theirs.
  it.each([
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
    'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
    'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
    'ERR_SSL_SSL/TLS_ALERT_UNSUPPORTED_CERTIFICATE',
    'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
    'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED',
    'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
    'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN',
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED',
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  ])('tells %s as a client certificate that is missing or refused', (code) => {
    expect(whyUntrusted(coded(code), SIDECAR, {})).toMatchObject({
      code: 'UNAUTHORIZED',
      message: 'https://10.0.0.1:9043 asks for a client certificate',
    });
    expect(whyUntrusted(coded(code), SIDECAR, { certificate: 'PEM' })).toMatchObject({
      code: 'UNAUTHORIZED',
      message: 'https://10.0.0.1:9043 does not accept the client certificate',
    });
  });

  it.each(['ECONNREFUSED', 'ERR_SSL_SSL/TLS_ALERT_UNEXPECTED_MESSAGE'])('leaves %s to others', (code) => {
    expect(whyUntrusted(coded(code), SIDECAR, {})).toBeUndefined();
  });
});
