import { certificateIdentity, isSpiffeId } from '@ringside/access';
import fc from 'fast-check';
import { X509Certificate } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSidecarCertificates, type SidecarCertificates } from '../test-certificates.ts';
import { textOf } from '../testing/text-of.ts';

let made: SidecarCertificates;
let count = 0;
beforeAll(() => void (made = makeSidecarCertificates()));
afterAll(() => rmSync(made.folder, { recursive: true }));

/** The identity of a real certificate, as openssl made it. */
function identityOf(alternativeNames: string, subject?: string): string | undefined {
  const name = `client-${(count += 1)}`;
  const { certificate } = made.issueClient(name, { alternativeNames, subject: subject ?? '/CN=alice' });
  return certificateIdentity(new X509Certificate(textOf(certificate)).toLegacyObject());
}

describe('certificateIdentity()', () => {
  it.each([
    ['', 'alice'],
    ['DNS:a.example,IP:10.0.0.1,email:a@example.org', 'alice'],
    ['URI:https://example.org/alice', 'alice'],
    ['URI:spiffe://example.org/backup', 'spiffe://example.org/backup'],
    ['DNS:a.example,URI:spiffe://example.org/ns/ops/sa/backup', 'spiffe://example.org/ns/ops/sa/backup'],
    ['URI:spiffe://example.org/a,URI:spiffe://example.org/b', undefined],
    ['URI:spiffe://example.org/a,URI:https://example.org/', undefined],
    ['URI:spiffe://Example.org/a', undefined],
    ['URI:SPIFFE://example.org/a', undefined],
    ['URI:spiffe://example.org/a?b', undefined],
    ['URI:spiffe://example.org:8080/a', undefined],
  ])('reads %j as %s', (names, identity) => {
    expect(identityOf(names)).toBe(identity);
  });

  it.each([
    ['DNS', 'alice'],
    ['email', 'alice'],
    ['URI', 'alice'],
    ['otherName', 'alice'],
    ['dirName', 'alice'],
  ])('takes no URI out of the middle of a name of the kind %s', (kind, identity) => {
    const value = 'a, URI:spiffe://example.org/admin, b';
    const written: Readonly<Record<string, string>> = {
      otherName: `1.3.6.1.4.1.311.20.2.3;UTF8:${value}`,
      dirName: `it\n[it]\nCN=${value}`,
    };
    expect(identityOf(`@names\n[names]\n${kind}.1=${written[kind] ?? value}`)).toBe(identity);
  });

  it.each([
    ['/O=nobody', undefined],
    ['/CN=alice/CN=bob', undefined],
    ['/CN=spiffe:\\/\\/example.org\\/admin', undefined],
    ['/CN=alice=bob', 'alice=bob'],
  ])('reads the subject %j as %s', (subject, identity) => {
    expect(identityOf('', subject)).toBe(identity);
  });
});

describe('isSpiffeId()', () => {
  it('is true of trust domains with paths, and of nothing that could be read as two', () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9._-]{1,20}$/), fc.array(segment, { maxLength: 4 }), (domain, path) => {
        const id = ['spiffe:/', domain, ...path].join('/');
        expect(isSpiffeId(id)).toBe(true);
        for (const mark of ['"', ',', ' ', '=', '\n', '%41', '//']) expect(isSpiffeId(`${id}${mark}x`)).toBe(false);
      }),
    );
    for (const id of ['spiffe://', 'spiffe:///a', 'spiffe://a/', 'http://a/b', `spiffe://a/${'x'.repeat(2_048)}`])
      expect([id.slice(0, 20), isSpiffeId(id)]).toEqual([id.slice(0, 20), false]);
  });
});
