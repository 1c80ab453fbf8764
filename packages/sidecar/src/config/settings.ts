import type { AccessSettings } from '@ringside/access';
import type { TlsOptions } from '@ringside/client';
import type { LifecycleCommands } from '@ringside/operation-answers';
import type { PushSettings } from '@ringside/metrics-push';
import type { ConsistencyLevel } from '@ringside/model';
import type { CollectSettings } from '@ringside/node-metrics';

/** Which transports answer for a node: both, or one of them alone. */
export type ControlledBy = 'auto' | 'jolokia' | 'virtual-tables';

/** One Cassandra instance, as configured; secrets are read, but for the one that changes. */
export interface InstanceSettings {
  /** What `?instanceId=` picks it by; no two instances share one. */
  readonly id: number;
  /** Address or name where it listens to CQL clients. */
  readonly host: string;
  /** The node's CQL port, `native_transport_port`; 9042 unless configured. */
  readonly port: number;
  /** The role that the sidecar logs in to CQL as; `undefined` for a node that asks for none. The password is in the clear: never log it. */
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
  /** How CQL is encrypted; `undefined` for a node that does not ask for it. The key is in the clear: never log it. */
  readonly cqlTls: TlsOptions | undefined;
  /** Which transports answer for the node. */
  readonly controlledBy: ControlledBy;
  /** Where its management interface listens, such as `http://127.0.0.1:8778/jolokia/`. */
  readonly jolokiaUrl: string;
  /** Read when it is needed, and again when the node refuses it: each start of a node may have a secret of its own. */
  readonly jolokiaSecretFile: string | undefined;
  /** Absolute paths; undefined = the node is asked. */
  readonly dataDirectories: readonly string[] | undefined;
  /** How the node is stopped and started; undefined where the sidecar cannot. */
  readonly lifecycle?: LifecycleCommands | undefined;
}

/** How to listen with TLS; PEM texts. */
export interface TlsSettings {
  /** The server's certificate with its chain, its own one first. */
  readonly certificate: string;
  /** The private key of that certificate, not encrypted: never log it. */
  readonly key: string;
  /** The authorities that client certificates must come from; clients are asked for one only with `requireClientCertificate`. */
  readonly ca: string | undefined;
  /** True ends the handshake with a client that has no certificate of `ca`, and counts as authentication. */
  readonly requireClientCertificate: boolean;
  /** Reads the files anew, to take over certificates that were renewed; absent where there are no files. */
  readonly reread?: () => Promise<Pick<TlsSettings, 'certificate' | 'key' | 'ca'>>;
  /** How often {@link reread} is called. */
  readonly rereadEveryMs: number;
}

/** The sidecar's whole configuration, checked, with every secret read from its file. */
export interface SidecarSettings extends AccessSettings {
  /** Where to listen: by default at the first instance's host. Port 0 takes any free one, which the sidecar's `url` then tells. */
  readonly listen: {
    /** An address of this machine, or a name of one. */
    readonly host: string;
    /** A TCP port. */
    readonly port: number;
  };
  /** `undefined` serves plain HTTP, which is allowed on loopback addresses only. */
  readonly tls: TlsSettings | undefined;
  /** How it learns of other nodes from their sidecars: whether at all, and the base URLs of those that are known beforehand. */
  readonly peers: {
    /** False learns nothing from other sidecars. */
    readonly watch: boolean;
    /** Base URLs that are known beforehand. */
    readonly sidecars: readonly string[];
  };
  /** The folder for what it has begun with its nodes; undefined for a sidecar that takes no part in operations. */
  readonly operationsDirectory?: string | undefined;
  /** Consistency levels that the clients of keyspaces use; `LOCAL_QUORUM` for the others. */
  readonly levels: Readonly<Record<string, ConsistencyLevel>>;
  /** By which its launcher knows it again; see `identityProof` of `@ringside/api`. */
  readonly identitySecret: string | undefined;
  /** At least one; ids differ. */
  readonly instances: readonly InstanceSettings[];
  /** How long the management interface may take for one answer. Default: 5,000. */
  readonly jolokiaTimeoutMs: number;
  /** How long CQL may take to connect, and for one answer. Default: 5,000. */
  readonly cqlTimeoutMs: number;
  /** How long a short request may take before it is answered with 408. */
  readonly requestTimeoutMs: number;
  /** The same for requests that wait for the node's disk: drain and snapshots. */
  readonly longRequestTimeoutMs: number;
  /** How many requests may ask Cassandra at a time; one more is answered with 503. Each instance gets an equal share. Default: 64. */
  readonly concurrentRequests: number;
  /** Requests that wait for a node's disk, at a time and for each node. */
  readonly concurrentLongRequests: number;
  /**
   * How many connections may be open; one more closes the one that was idle for longest. Never more than half of the files that the process
   * may open. Default: 256.
   */
  readonly connections: number;
  /** How long a client may take to send its request, and to read some of the answer. */
  readonly clientTimeoutMs: number;
  /** How far a client's clock may be off; `/time-skew` passes it on, the sidecar itself refuses nobody for it. Default: 60. */
  readonly allowableSkewMinutes: number;
  /** How metrics of the nodes are collected; `undefined` for a sidecar that tells of itself only. */
  readonly metrics: CollectSettings | undefined;
  /** To whom metrics are sent; nobody unless given. */
  readonly push?: PushSettings | undefined;
  /** The folder whose files are served at `/`; `undefined` serves none. */
  readonly dashboardDirectory: string | undefined;
  /** The least level that is logged. Default: `info`. */
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}
