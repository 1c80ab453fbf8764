/**
 * An issuer of JSON Web Tokens for tests, with a real server of its keys.
 *
 * @packageDocumentation
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';

/** Claims of a token by their names; one that is `undefined` is left out. */
export type Claims = Readonly<Record<string, unknown>>;

/** An issuer whose keys are made anew for each run. */
export interface TestIssuer {
  /** What it writes as `iss`. */
  readonly issuer: string;
  /** For whom its tokens are unless claims say otherwise. */
  readonly audience: string;
  /**
   * Makes a key and publishes it.
   *
   * @param kid its id, which tokens and the key set name it by
   * @param alg of its signatures. Default: `ES256`
   */
  addKey(kid: string, alg?: string): Promise<void>;
  /** Publishes the key no more. It can still sign. */
  withdrawKey(kid: string): void;
  /** What it publishes now. */
  keySet(): JSONWebKeySet;
  /** The public half of a key, PEM. */
  pem(kid: string): Promise<string>;
  /**
   * Signs a token that is good for an hour from now on, unless the claims say otherwise.
   *
   * @param kid with which key; it also names the key in the token
   * @param claims besides `iss`, `aud`, `sub` and `exp`, or in their place
   */
  sign(kid: string, claims?: Claims): Promise<string>;
}

interface Made {
  readonly alg: string;
  readonly pair: Awaited<ReturnType<typeof generateKeyPair>>;
}

/** Makes an issuer without keys. */
export function makeIssuer(): TestIssuer {
  const [issuer, audience] = ['https://issuer.test/', 'ringside'];
  const made = new Map<string, Made>();
  let published: JSONWebKeySet = { keys: [] };
  const keyOf = (kid: string): Made => {
    const found = made.get(kid);
    if (found === undefined) throw new Error(`There is no key ${kid}`);
    return found;
  };
  return {
    issuer,
    audience,
    async addKey(kid, alg = 'ES256') {
      const pair = await generateKeyPair(alg, { extractable: true });
      made.set(kid, { alg, pair });
      published = { keys: [...published.keys, { ...(await exportJWK(pair.publicKey)), kid }] };
    },
    withdrawKey: (kid) => void (published = { keys: published.keys.filter((key) => key.kid !== kid) }),
    keySet: () => published,
    pem: async (kid) => exportSPKI(keyOf(kid).pair.publicKey),
    async sign(kid, claims = {}) {
      const { alg, pair } = keyOf(kid);
      const exp = Math.floor(Date.now() / 1_000) + 3_600;
      return new SignJWT({ iss: issuer, aud: audience, sub: 'somebody', exp, ...claims })
        .setProtectedHeader({ alg, kid })
        .sign(pair.privateKey);
    },
  };
}

/** A server of keys on loopback. */
export interface KeyServer {
  /** Where it publishes them. */
  readonly url: string;
  /** How often it was asked. */
  readonly asked: number;
  /** What it answers from now on, in place of the issuer's keys; undefined for these. A text, or a status; null answers nothing for as long as anybody waits. */
  answer: string | number | null | undefined;
  /** Ends it, and all connections with it. */
  close(): Promise<void>;
}

/** Serves the keys of an issuer over HTTP on a free port of 127.0.0.1. */
export async function serveKeys(issuer: TestIssuer): Promise<KeyServer> {
  let asked = 0;
  let answer: KeyServer['answer'];
  const server = createServer((_request, response) => {
    asked += 1;
    if (answer === null) return;
    if (typeof answer === 'number') response.writeHead(answer, { location: '/elsewhere' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(issuer.keySet()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    get asked() {
      return asked;
    },
    get answer() {
      return answer;
    },
    set answer(next) {
      answer = next;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
