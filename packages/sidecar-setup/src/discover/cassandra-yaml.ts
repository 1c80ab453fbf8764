import { errors, type OpsError } from '@ringside/core';
import { parse } from 'yaml';

/** How a node treats clients that want to encrypt. */
export interface ClientTls {
  /** `optional` also lets clients in that do not encrypt. */
  readonly mode: 'off' | 'optional' | 'required';
  /** Whether a client must show a certificate of its own. */
  readonly needsCertificate: boolean;
}

/** What of `cassandra.yaml` a sidecar must know. */
export interface NodeConfiguration {
  /** The name of the cluster. */
  readonly clusterName: string;
  /** `rpc_address` as written; `undefined` where the host's own name is meant. */
  readonly rpcAddress: string | undefined;
  /** The network interface to take the address of, where that is configured instead. */
  readonly rpcInterface: string | undefined;
  /** `listen_address` as written; `undefined` where the host's own name is meant, or an interface is configured instead. */
  readonly listenAddress: string | undefined;
  /** The port for CQL. */
  readonly nativePort: number;
  /** How it treats clients that encrypt. */
  readonly clientTls: ClientTls;
  /** Class names without their package, such as `PasswordAuthenticator`. */
  readonly authenticator: string;
  /** As the authenticator: the name of the class. */
  readonly authorizer: string;
  /** As configured; empty where the node takes its default. */
  readonly dataDirectories: readonly string[];
}

const DEFAULT_PORT = 9_042;

/**
 * Reads a node's `cassandra.yaml`. Pure. Settings that a Cassandra of another version spells differently are read in both spellings.
 *
 * @param file names it in messages
 * @param properties system properties of the JVM, which win over the file
 * @throws OpsError `CONFIG_INVALID` for a file that is not YAML of an object
 */
export function parseCassandraYaml(text: string, file: string, properties: Readonly<Record<string, string>> = {}): NodeConfiguration {
  const yaml = readObject(text, file);
  return {
    clusterName: textOf(yaml['cluster_name']) ?? 'Test Cluster',
    rpcAddress: textOf(yaml['rpc_address']),
    rpcInterface: textOf(yaml['rpc_interface']),
    listenAddress: textOf(yaml['listen_interface']) === undefined ? textOf(yaml['listen_address']) : undefined,
    nativePort: Number(properties['cassandra.native_transport_port'] ?? yaml['native_transport_port'] ?? DEFAULT_PORT),
    clientTls: clientTls(yaml),
    authenticator: className(yaml['authenticator']) ?? 'AllowAllAuthenticator',
    authorizer: className(yaml['authorizer']) ?? 'AllowAllAuthorizer',
    dataDirectories: Array.isArray(yaml['data_file_directories']) ? yaml['data_file_directories'].map(String) : [],
  };
}

type Yaml = Readonly<Record<string, unknown>>;

function readObject(text: string, file: string): Yaml {
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'error' });
  } catch (cause) {
    throw unusable(file, (cause as Error).message.split('\n')[0] ?? '', cause);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Yaml;
  throw unusable(file, 'it is not a list of settings');
}

function unusable(file: string, why: string, cause?: unknown): OpsError {
  return errors.CONFIG_INVALID({ message: `${file} cannot be read as YAML: ${why}`, cause });
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A class is named as text, or, from 5.0 on, as an object with its parameters; a package of its own may be left out. */
function className(value: unknown): string | undefined {
  const named = typeof value === 'object' && value !== null ? (value as Yaml)['class_name'] : value;
  return textOf(named)?.split('.').at(-1);
}

/** Where clients that encrypt have a port of their own (`native_transport_port_ssl`, 4.0 to 5.0), the usual one is not encrypted. */
function clientTls(yaml: Yaml): ClientTls {
  const options = (yaml['client_encryption_options'] ?? {}) as Yaml;
  const isEnabled = options['enabled'] === true;
  const isOptional = options['optional'] === true || textOf(yaml['native_transport_port_ssl']) !== undefined;
  const needsCertificate = isEnabled && [true, 'true', 'required'].includes(options['require_client_auth'] as boolean | string);
  return { mode: isEnabled ? (isOptional ? 'optional' : 'required') : 'off', needsCertificate };
}
