import { rmSync } from 'node:fs';
import { get, type RequestOptions } from 'node:https';
import { Socket } from 'node:net';
import { isOpsError, OpsError } from '@ringside/core';
import { isLoopbackAddress } from '@ringside/model';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SidecarSettings, TlsSettings } from '../config/settings.ts';
import { makeSidecarCertificates, type PairOfFiles, type SidecarCertificates } from '../test-certificates.ts';
import { textOf } from '../testing/text-of.ts';
import { type OverSimulation, startOverSimulation, wire } from '../testing/simulated-sidecar.ts';
import { bearerAuthentication } from '@ringside/route-server';
import { allowedAddress } from './bind-policy.ts';

let made: SidecarCertificates;
const started: OverSimulation[] = [];

beforeAll(() => {
  made = makeSidecarCertificates();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map(({ sidecar }) => sidecar.stop(0)));
});

afterAll(() => rmSync(made.folder, { recursive: true }));

function tls(over: Partial<TlsSettings> = {}): TlsSettings {
  const { server, authority } = made;
  return {
    certificate: textOf(server.certificate),
    key: textOf(server.key),
    ca: textOf(authority),
    requireClientCertificate: false,
    rereadEveryMs: 10_000,
    ...over,
  };
}

async function start(over: Partial<SidecarSettings>): Promise<OverSimulation> {
  const backed = await startOverSimulation(over);
  started.push(backed);
  return backed;
}

async function refusal(over: Partial<SidecarSettings>): Promise<OpsError | undefined> {
  return start(over).then(
    () => undefined,
    (error: unknown) => {
      if (isOpsError(error)) return error;
      throw error;
    },
  );
}

/** Status of an HTTPS request, or the code of the error that ended it. */
async function secure(url: string, options: RequestOptions = {}): Promise<number | string> {
  return new Promise((resolve) => {
    const request = get(`${url}/api/v1/cassandra/ring`, { ca: textOf(made.authority), agent: false, ...options }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

describe('a sidecar that others could reach', () => {
  const others = { listen: { host: '0.0.0.0', port: 0 } };

  it('refuses to start without TLS and authentication, and says what is missing', async () => {
    const error = await refusal(others);
    expect(error).toMatchObject({ code: 'BIND_REFUSED', exitCode: 78, details: { missing: ['TLS', 'authentication'] } });
    expect(error?.message).toContain('0.0.0.0');
  });

  it('refuses with only one of the two', async () => {
    expect(await refusal({ ...others, tls: tls() })).toMatchObject({ code: 'BIND_REFUSED', details: { missing: ['authentication'] } });
    expect(await refusal({ ...others, token: 'secret' })).toMatchObject({ code: 'BIND_REFUSED', details: { missing: ['TLS'] } });
  });

  it('starts with TLS and a token, JSON Web Tokens or client certificates', async () => {
    expect(await refusal({ ...others, tls: tls(), token: 'secret' })).toBeUndefined();
    expect(await refusal({ ...others, tls: tls({ requireClientCertificate: true }) })).toBeUndefined();
    const jwt = { keys: { url: 'https://issuer.test/keys' }, issuer: 'i', audience: 'a', leewayMs: 0, rolesClaim: 'roles' };
    expect(await refusal({ ...others, tls: tls(), jwt })).toBeUndefined();
  });

  it('is refused at every address that is not loopback', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.ipV4(), fc.ipV6()), async (host) => {
        const allowed = await allowedAddress({ listen: { host, port: 0 }, tls: undefined, token: undefined }).then(
          () => true,
          () => false,
        );
        expect(allowed).toBe(isLoopbackAddress(host));
      }),
    );
    expect(['127.0.0.1', '127.255.0.9', '::1'].every((host) => isLoopbackAddress(host))).toBe(true);
    expect(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', '126.255.255.255', 'localhost', ''].some((host) => isLoopbackAddress(host))).toBe(
      false,
    );
  });
});

describe('client certificates', () => {
  it('let in who has one of the authority, and nobody else', async () => {
    const { sidecar } = await start({ tls: tls({ requireClientCertificate: true }) });
    const present = ({ certificate, key }: PairOfFiles): RequestOptions => ({ cert: textOf(certificate), key: textOf(key) });
    expect(await secure(sidecar.url, present(made.client))).toBe(200);
    expect(await secure(sidecar.url, present(made.stranger))).toMatch(/ERR_SSL|ECONNRESET/);
    expect(await secure(sidecar.url)).toMatch(/ERR_SSL|ECONNRESET/);
  });
});

describe('a bearer token', () => {
  it('over TLS lets in who has it', async () => {
    const { sidecar } = await start({ tls: tls(), token: 'correct-horse' });
    expect(sidecar.url).toMatch(/^https:/);
    expect(await secure(sidecar.url)).toBe(401);
    expect(await secure(sidecar.url, { headers: { authorization: 'Bearer correct-horse' } })).toBe(200);
    expect(await secure(sidecar.url, { headers: { authorization: 'Bearer correct-hors' } })).toBe(401);
  });

  it('is asked for on every path, and its lack is an error of the table with a challenge', async () => {
    const { sidecar } = await start({ token: 't0ken' });
    for (const path of ['/', '/api/v1/__health', '/api/v1/cassandra/ring', '/nowhere']) {
      const answer = await wire(sidecar, path);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.json).toMatchObject({ code: 401, error: 'UNAUTHORIZED' });
    }
    const headers = { authorization: 'bearer t0ken' };
    expect((await wire(sidecar, '/api/v1/cassandra/ring', { headers })).status).toBe(200);
    expect((await wire(sidecar, '/nowhere', { headers })).status).toBe(404);
  });

  it('counts only as a whole', () => {
    const check = bearerAuthentication('t0ken');
    const authenticate = (authorization: string | undefined): unknown => check({ headers: { authorization }, socket: new Socket() });
    expect(() => authenticate('Bearer t0ken')).not.toThrow();
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(text.trim() !== 't0ken');
        expect(() => authenticate(`Bearer ${text}`)).toThrow(OpsError);
      }),
    );
    for (const header of [undefined, '', 't0ken', 'Basic t0ken', 'Bearer']) expect(() => authenticate(header)).toThrow(OpsError);
  });
});

describe('what cannot be listened on', () => {
  it('is said: a port in use, an address of another machine, a certificate that is none', async () => {
    const { sidecar } = await start({});
    const port = Number(new URL(sidecar.url).port);
    expect(await refusal({ listen: { host: '127.0.0.1', port } })).toMatchObject({ code: 'ADDRESS_IN_USE' });
    expect(await refusal({ listen: { host: '192.0.2.1', port: 0 }, tls: tls(), token: 't' })).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(await refusal({ listen: { host: 'no.such.invalid', port: 0 } })).toMatchObject({ code: 'CONFIG_INVALID' });
    const error = await refusal({ tls: tls({ key: 'no key' }) });
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(error?.message).not.toContain('no key');
  });
});
