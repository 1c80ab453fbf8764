/** Which transports answer for a node: both, or one of them alone. */
export type ControlledBy = 'auto' | 'jolokia' | 'virtual-tables';

/** One Cassandra instance, as configured; secrets are read, but for the one that changes. */
export interface InstanceSettings {
  readonly id: number;
  /** Address or name where it listens to CQL clients. */
  readonly host: string;
  readonly port: number;
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
  /** Which transports answer for the node. */
  readonly controlledBy: ControlledBy;
  readonly jolokiaUrl: string;
  /** Read when it is needed, and again when the node refuses it: each start of a node may have a secret of its own. */
  readonly jolokiaSecretFile: string | undefined;
  /** Absolute paths; undefined = the node is asked. */
  readonly dataDirectories: readonly string[] | undefined;
}

/** How to listen with TLS; PEM texts. */
export interface TlsSettings {
  readonly certificate: string;
  readonly key: string;
  readonly ca: string | undefined;
  readonly requireClientCertificate: boolean;
  /** Reads the files anew, to take over certificates that were renewed; absent where there are no files. */
  readonly reread?: () => Promise<Pick<TlsSettings, 'certificate' | 'key' | 'ca'>>;
  /** How often {@link reread} is called. */
  readonly rereadEveryMs: number;
}

/** The sidecar's whole configuration, checked, with every secret read from its file. */
export interface SidecarSettings {
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls: TlsSettings | undefined;
  /** The bearer token that requests must carry. */
  readonly token: string | undefined;
  /** By which its launcher knows it again; see `identityProof` of `@ringside/api`. */
  readonly identitySecret: string | undefined;
  /** At least one; ids differ. */
  readonly instances: readonly InstanceSettings[];
  readonly jolokiaTimeoutMs: number;
  readonly cqlTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly longRequestTimeoutMs: number;
  readonly concurrentRequests: number;
  /** Requests that wait for a node's disk, at a time and for each node. */
  readonly concurrentLongRequests: number;
  readonly connections: number;
  /** How long a client may take to send its request, and to read some of the answer. */
  readonly clientTimeoutMs: number;
  readonly allowableSkewMinutes: number;
  readonly dashboardDirectory: string | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}
