import { errors } from '@ringside/core';
import { isLoopbackHost, modelErrors } from '@ringside/model';
import { realmOf } from './secret.ts';

/** The user name that goes with the secret; not a secret itself. */
export const JOLOKIA_USER = 'ringside';

/**
 * The origin that requests of Ringside say they come from, the only one that the policy lets in. No page can have it: a name under
 * `.invalid` leads nowhere (RFC 6761). Not a secret: it is for browsers, which do not let a page choose.
 */
export const JOLOKIA_ORIGIN = 'http://ringside.invalid';

/**
 * System properties that the node's JVM needs for the agent. The JDK's HTTP server writes head and body of an answer apart; without
 * `TCP_NODELAY` the body waits for the other side's delayed acknowledgement of the head, about 40 ms on Linux: a read took 42 ms at the
 * median without this property and 3 ms with it.
 */
export const jolokiaJvmProperties: Readonly<Record<string, string>> = { 'sun.net.httpserver.nodelay': 'true' };

/** What the agent of one node needs to know. */
export interface JolokiaAgentSettings {
  /** A loopback address. */
  readonly host: string;
  /** The port to listen on. */
  readonly port: number;
  /** The node's secret, such as `newJolokiaSecret()` makes for one start: printable ASCII without blanks, at least 16 characters. */
  readonly secret: string;
  /** Absolute path of the policy file, the text of which is `jolokiaPolicy()`. */
  readonly policyFile: string;
}

/**
 * The agent's properties file. Write it with mode 0600 and pass it by name (`-javaagent:…=config=<file>`), so that the secret is in
 * nobody's process list.
 *
 * One thread (the default) would let a drain block every read, hence `executor=cached`; `serializeLong=string` because a JSON number holds only 53 bits.
 *
 * @throws OpsError `BIND_REFUSED` for an address that is not loopback, `INVALID_ARGUMENT` for a secret that is too weak or a relative policy file
 */
export function jolokiaAgentProperties({ host, port, secret, policyFile }: JolokiaAgentSettings): string {
  if (!isLoopbackHost(host))
    throw modelErrors.BIND_REFUSED({ message: `Refusing to let Jolokia listen on ${host}: not a loopback address` });
  if (!/^[!-~]{16,}$/.test(secret)) {
    throw errors.INVALID_ARGUMENT({ message: 'The Jolokia secret is not at least 16 printable characters without blanks' });
  }
  if (!policyFile.startsWith('/')) throw errors.INVALID_ARGUMENT({ message: `"${policyFile}" is not an absolute path` });
  const properties: Readonly<Record<string, string>> = {
    host,
    port: String(port),
    agentContext: '/jolokia',
    user: JOLOKIA_USER,
    password: secret,
    realm: realmOf(secret),
    policyLocation: new URL(`file://${encodeURI(policyFile)}`).href,
    executor: 'cached',
    serializeLong: 'string',
    discoveryEnabled: 'false',
    disableDetectors: 'true',
    includeStackTrace: 'false',
    includeRequest: 'false',
    allowErrorDetails: 'true',
  };
  return `${Object.entries(properties)
    .map(([key, value]) => `${key}=${escapeValue(value)}`)
    .join('\n')}\n`;
}

/** Backslash is the one printable character that a value of a Java properties file must escape. */
function escapeValue(value: string): string {
  return value.replaceAll('\\', '\\\\');
}
