/** One Cassandra instance, as configured; secrets are read. */
export interface InstanceSettings {
  readonly id: number;
  /** Address or name where it listens to CQL clients. */
  readonly host: string;
  readonly port: number;
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
  readonly jolokiaUrl: string;
  readonly jolokiaSecret: string | undefined;
  /** Absolute paths; undefined = the node is asked. */
  readonly dataDirectories: readonly string[] | undefined;
}

/** How to listen with TLS; PEM texts. */
export interface TlsSettings {
  readonly certificate: string;
  readonly key: string;
  readonly ca: string | undefined;
  readonly requireClientCertificate: boolean;
}

/** The sidecar's whole configuration, checked, with every secret read from its file. */
export interface SidecarSettings {
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls: TlsSettings | undefined;
  /** The bearer token that requests must carry. */
  readonly token: string | undefined;
  /** At least one; ids differ. */
  readonly instances: readonly InstanceSettings[];
  readonly jolokiaTimeoutMs: number;
  readonly cqlTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly longRequestTimeoutMs: number;
  readonly concurrentRequests: number;
  readonly allowableSkewMinutes: number;
  readonly dashboardDirectory: string | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}
