import { X509Certificate } from 'node:crypto';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { connect, type ConnectionOptions, type SecureContextOptions, type TLSSocket } from 'node:tls';
import { createManualClock } from '@ringside/core/testing';
import type { Logger } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readTlsFiles } from '../config/tls-files.ts';
import { makeSidecarCertificates, type SidecarCertificates } from '../test-certificates.ts';
import { textOf } from '../testing/text-of.ts';
import { type OverSimulation, startOverSimulation } from '../testing/simulated-sidecar.ts';
import { watchCertificates } from './tls.ts';

let made: SidecarCertificates;
let renewed: SidecarCertificates;
let backed: OverSimulation;
const EVERY_MS = 50;
/** Keys are made for each test, and a busy machine takes its time. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });
const SOON = { timeout: 60_000 };

beforeEach(async () => {
  made = makeSidecarCertificates();
  renewed = makeSidecarCertificates();
  const { server, authority: caFile } = made;
  const reread = (): ReturnType<typeof readTlsFiles> => readTlsFiles({ certificateFile: server.certificate, keyFile: server.key, caFile });
  backed = await startOverSimulation({
    tls: { ...(await reread()), requireClientCertificate: true, reread, rereadEveryMs: EVERY_MS },
    logLevel: 'info' as 'error',
  });
});

afterEach(async () => {
  await backed.sidecar.stop(0);
  for (const { folder } of [made, renewed]) rmSync(folder, { recursive: true });
});

/** Opens TLS as somebody; the code of the error where that fails. */
async function handshake(options: ConnectionOptions): Promise<TLSSocket | string> {
  const port = Number(new URL(backed.sidecar.url).port);
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve('closed'));
    // A client of TLS 1.3 learns only afterwards whether its certificate was accepted: who is answered was.
    socket.on('secureConnect', () => socket.write('GET /api/v1/__health HTTP/1.1\r\nHost: localhost\r\n\r\n'));
    socket.on('data', () => resolve(socket));
  });
}

const as = ({ client, authority }: SidecarCertificates): ConnectionOptions => ({
  cert: textOf(client.certificate),
  key: textOf(client.key),
  ca: textOf(authority),
});

/** SHA-256 of the certificate that the server shows to somebody. */
async function shownTo(who: ConnectionOptions): Promise<string> {
  const socket = await handshake(who);
  if (typeof socket === 'string') return socket;
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

async function metric(name: string, who: ConnectionOptions): Promise<number> {
  const text = await new Promise<string>((resolve, reject) => {
    get(`${backed.sidecar.url}/metrics`, { agent: new Agent({ ...who, rejectUnauthorized: false }) }, (response) => {
      let all = '';
      response.on('data', (chunk: Buffer) => (all += String(chunk))).on('end', () => resolve(all));
    }).on('error', reject);
  });
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

const materialOf = ({ server, authority }: SidecarCertificates) => ({
  certificate: textOf(server.certificate),
  key: textOf(server.key),
  ca: textOf(authority),
});

const replace = (to: SidecarCertificates, ...what: readonly ('ca' | 'cert' | 'key')[]): void => {
  if (what.includes('cert')) copyFileSync(to.server.certificate, made.server.certificate);
  if (what.includes('key')) copyFileSync(to.server.key, made.server.key);
  if (what.includes('ca')) copyFileSync(to.authority, made.authority);
};

describe('files of TLS that are renewed', () => {
  it('are taken over without closing the listener; who was let in by the old authority asks again', async () => {
    const [old, fresh] = [as(made), as(renewed)];
    const before = await shownTo(old);
    expect(await handshake(fresh)).toMatch(/ERR_SSL|ECONNRESET|closed/);
    const kept = (await handshake(old)) as TLSSocket;
    replace(renewed, 'cert', 'key', 'ca');
    // A look that falls between two of the files may take over one of them first; the next look takes over the rest.
    const { fingerprint256 } = new X509Certificate(textOf(renewed.server.certificate));
    expect(fingerprint256).not.toBe(before);
    await expect.poll(() => shownTo(fresh), SOON).toBe(fingerprint256);
    expect(await handshake(old)).toMatch(/ERR_SSL|ECONNRESET|closed/);
    await expect.poll(() => kept.destroyed, SOON).toBe(true);
    expect(backed.logged.join('')).toContain('Took over new TLS files');
    expect(await metric('ringside_tls_reload_failed', fresh)).toBe(0);
  });

  it('and cannot be used leave the old ones in use, which the log says once and the metrics for as long', async () => {
    const old = as(made);
    const before = await shownTo(old);
    expect(await metric('ringside_tls_certificate_expiry_time_seconds', old)).toBeGreaterThan(Date.now() / 1_000);
    writeFileSync(made.authority, '# nobody\n');
    await expect.poll(() => metric('ringside_tls_reload_failed', old), SOON).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5 * EVERY_MS));
    expect(await shownTo(old)).toBe(before);
    const complaints = (): readonly string[] => backed.logged.filter((line) => line.includes('cannot be used'));
    expect(complaints()).toHaveLength(1);
    expect(complaints()[0]).toContain('holds no certificate in PEM');
    replace(renewed, 'cert', 'ca'); // the key has not followed yet
    await expect.poll(() => complaints().length, SOON).toBe(2);
    expect(complaints()[1]).toContain('is not the key of the certificate');
    expect(await shownTo(old)).toBe(before);
    replace(renewed, 'key');
    await expect.poll(() => shownTo(as(renewed)), SOON).not.toMatch(/ERR_SSL|ECONNRESET|closed/);
    expect(await metric('ringside_tls_reload_failed', as(renewed))).toBe(0);
  });
});

describe('watchCertificates()', () => {
  it('takes over nothing of a renewal that is read in its middle, such as the new authority with the old certificate', async () => {
    const clock = createManualClock();
    const [before, after] = [materialOf(made), materialOf(renewed)];
    const torn = { ...before, ca: after.ca };
    const found = [torn, after, after, after];
    const used: unknown[] = [];
    const logger = { info: () => undefined } as unknown as Logger;
    const onReload = (): void => undefined;
    const server = { setSecureContext: ({ cert, key, ca }: SecureContextOptions) => used.push({ certificate: cert, key, ca }) };
    const tls = { ...before, requireClientCertificate: true, rereadEveryMs: 10, reread: async () => found.shift() ?? after };
    const controller = new AbortController();
    const watching = watchCertificates(tls, { server, clock, logger, onReload, report: () => undefined }, controller.signal);
    await clock.advance(10);
    expect(used).toEqual([]);
    await clock.advance(10);
    expect(used).toEqual([after]);
    controller.abort();
    await watching;
  });
});

describe('TLS', () => {
  it.each([
    ['TLS 1.1', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }],
    ['CBC', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES128-SHA' }],
  ] as const)('does not agree on %s', async (_, options) => {
    expect(await handshake({ ...as(made), ...options })).toMatch(/ERR_SSL|ECONNRESET|EPROTO/);
  });

  it.each(['AES128-GCM-SHA256', 'AES256-SHA256', 'ECDHE-RSA-AES128-SHA', 'ECDHE-RSA-AES256-SHA384'])(
    'does not agree on %s with an RSA key either, which could',
    async (ciphers) => {
      await backed.sidecar.stop(0);
      const { rsaServer } = made;
      const tls = {
        certificate: textOf(rsaServer.certificate),
        key: textOf(rsaServer.key),
        ca: undefined,
        requireClientCertificate: false,
      };
      backed = await startOverSimulation({ tls: { ...tls, rereadEveryMs: EVERY_MS } });
      expect(await handshake({ maxVersion: 'TLSv1.2', ciphers })).toMatch(/ERR_SSL|ECONNRESET|EPROTO/);
      const socket = (await handshake({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' })) as TLSSocket;
      expect(socket.getCipher().name).toBe('ECDHE-RSA-AES128-GCM-SHA256');
      socket.destroy();
    },
  );

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('agrees on %s', async (version) => {
    const socket = (await handshake({ ...as(made), minVersion: version, maxVersion: version })) as TLSSocket;
    expect(socket.getProtocol()).toBe(version);
    expect(socket.getCipher().name).toMatch(/GCM|CHACHA20/);
    socket.destroy();
  });

  it('without an authority that could vouch for clients does not start, in this process neither', async () => {
    const tls = { certificate: textOf(made.server.certificate), key: textOf(made.server.key), rereadEveryMs: EVERY_MS };
    for (const ca of ['', '# nobody', undefined])
      await expect(startOverSimulation({ tls: { ...tls, ca, requireClientCertificate: true } })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('holds no certificate'),
      });
  });
});
