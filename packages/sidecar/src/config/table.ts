import { accessConfig } from '@ringside/access';
import type { ConfigTable } from '@ringside/core';
import { TIME_LIMITS_MS } from '@ringside/route-kit';
import { pushConfig } from '@ringside/metrics-push';
import { metricsConfig } from '@ringside/node-metrics';

/** Keys of one Cassandra instance; an element of `cassandra_instances` has them without the prefix `cassandra.`. */
export const instanceConfig: ConfigTable = [
  { key: 'id', type: 'integer', default: 1, doc: 'Number that picks this instance with ?instanceId=.' },
  {
    key: 'host',
    type: 'string',
    default: '127.0.0.1',
    env: 'RINGSIDE_CASSANDRA_HOST',
    flag: 'cassandra-host',
    doc: 'Address or name where the node listens to CQL clients; a request with this Host header is about this node.',
  },
  { key: 'port', type: 'integer', default: 9042, env: 'RINGSIDE_CASSANDRA_PORT', flag: 'cassandra-port', doc: 'The node’s CQL port.' },
  { key: 'username', type: 'string', env: 'RINGSIDE_CASSANDRA_USERNAME', doc: 'Role to log in as, if the node asks for one.' },
  { key: 'passwordFile', type: 'string', doc: 'File with the role’s password; nobody but its owner may read it (mode 0600).' },
  { key: 'tls.caFile', type: 'string', doc: 'Authorities of the node’s certificate, PEM: the sidecar then speaks CQL over TLS only.' },
  { key: 'tls.certificateFile', type: 'string', doc: 'Certificate to show to a node that asks for one, PEM.' },
  { key: 'tls.keyFile', type: 'string', doc: 'Key of that certificate, PEM; nobody but its owner may read it (mode 0600).' },
  {
    key: 'control',
    type: 'string',
    default: 'auto',
    env: 'RINGSIDE_CASSANDRA_CONTROL',
    doc: 'Who answers for the node: jolokia (its management interface), virtual-tables (CQL alone, for a node without a management interface; what its tables do not tell is answered with 501), or auto: the management interface, and on Cassandra 6.0 its virtual tables first for what they tell in full; each stands in where the other does not answer, but for metrics, which come from the tables only where there is no management interface.',
  },
  {
    key: 'jolokiaUrl',
    type: 'string',
    default: 'http://127.0.0.1:8778/jolokia/',
    env: 'RINGSIDE_JOLOKIA_URL',
    flag: 'jolokia-url',
    doc: 'Where the node’s management interface listens.',
  },
  {
    key: 'jolokiaSecretFile',
    type: 'string',
    env: 'RINGSIDE_JOLOKIA_SECRET_FILE',
    flag: 'jolokia-secret-file',
    doc: 'File with the secret of the management interface; nobody but its owner may read it (mode 0600). It is read again whenever the node refuses what it held.',
  },
  {
    key: 'dataDirectories',
    type: 'string[]',
    doc: 'The node’s data directories in Cassandra’s order; the management interface is asked for them by default.',
  },
  {
    key: 'lifecycle.unit',
    type: 'string',
    doc: 'The node’s systemd unit, such as cassandra: operations stop and start it with systemctl, which the sidecar’s user must be allowed to do.',
  },
  {
    key: 'lifecycle.start',
    type: 'string[]',
    doc: 'For a node without a systemd unit: the program that starts it, with its arguments. It runs without a shell and as the sidecar’s user; sudo does not work under the unit of ringside sidecar init. Other users of the machine can see the arguments.',
  },
  { key: 'lifecycle.stop', type: 'string[]', doc: 'The program that stops it, with its arguments.' },
];

/**
 * Every key of the sidecar. The node beside it is `cassandra.*`; a file may instead list several under `cassandra_instances`, each
 * with the keys of {@link instanceConfig}.
 */
export const sidecarConfig: ConfigTable = [
  {
    key: 'listen.host',
    type: 'string',
    env: 'RINGSIDE_LISTEN_HOST',
    flag: 'host',
    doc: 'Address to listen on; the address of the (first) Cassandra node by default. Any but a loopback address needs TLS and authentication.',
  },
  {
    key: 'listen.port',
    type: 'integer',
    default: 9043,
    env: 'RINGSIDE_LISTEN_PORT',
    flag: 'port',
    doc: 'Port to listen on; 0 takes any free one.',
  },
  { key: 'tls.certificateFile', type: 'string', doc: 'Server certificate chain, PEM.' },
  { key: 'tls.keyFile', type: 'string', doc: 'Private key of the certificate, PEM; nobody but its owner may read it (mode 0600).' },
  { key: 'tls.caFile', type: 'string', doc: 'Certificate authorities that client certificates must come from, PEM.' },
  {
    key: 'tls.requireClientCertificate',
    type: 'boolean',
    default: false,
    doc: 'True admits only clients with a certificate of tls.caFile; this counts as authentication.',
  },
  {
    key: 'tls.reloadInterval',
    type: 'duration',
    default: '10s',
    doc: 'How often the files of tls.* are looked at; certificates that were renewed are taken over without a restart.',
  },
  ...accessConfig,
  {
    key: 'identity.secretFile',
    type: 'string',
    doc: 'File with a secret by which whoever started this sidecar knows it again; nobody but its owner may read it (mode 0600). ringside up writes one for each start.',
  },
  ...instanceConfig.map((key) => Object.assign({}, key, { key: `cassandra.${key.key}` })),
  {
    key: 'operations.enabled',
    type: 'boolean',
    default: false,
    doc: 'True lets this sidecar take part in operations, such as a rolling restart: it then stops and starts its node. It needs operations.directory, and for each node cassandra.lifecycle.unit, or cassandra.lifecycle.start and cassandra.lifecycle.stop.',
  },
  {
    key: 'operations.directory',
    type: 'string',
    doc: 'Folder that only the sidecar’s user can use, for its journal and locks; it is made if it is not there. It must survive a reboot: the sidecar reads there which node it stopped and must start again.',
  },
  {
    key: 'safety.levels',
    type: 'string[]',
    doc: 'Consistency levels that the clients of keyspaces use, such as orders=QUORUM: what may be stopped is judged by them, unless whoever asks gives others. LOCAL_QUORUM for keyspaces that are not named. Give every sidecar of the cluster the same ones.',
  },
  {
    key: 'peers.watch',
    type: 'boolean',
    default: true,
    doc: 'True watches the node and listens to the sidecars of other nodes, so that one that is killed, frozen or cut off is told of within two seconds. False leaves it to gossip.',
  },
  {
    key: 'peers.sidecars',
    type: 'string[]',
    doc: 'Base URLs of sidecars of other nodes, such as https://10.0.0.2:9043; only where they are called by a name, or listen elsewhere than at their node’s address and this sidecar’s port, or to find the cluster while the own node is down. Each says itself which node it is beside. They are sent the token of authentication.tokenFile, and the certificate of tls.* .',
  },
  { key: 'jolokia.timeout', type: 'duration', default: '5s', doc: 'How long the management interface may take for one answer.' },
  { key: 'cql.timeout', type: 'duration', default: '5s', doc: 'How long CQL may take to connect, and for one answer.' },
  {
    key: 'requests.timeout',
    type: 'duration',
    default: `${TIME_LIMITS_MS.short / 1_000}s`,
    doc: 'How long a request may take before it is answered with 408.',
  },
  {
    key: 'requests.longTimeout',
    type: 'duration',
    default: `${TIME_LIMITS_MS.long / 60_000}m`,
    doc: 'The same for requests that wait for the node’s disk: drain and snapshots.',
  },
  {
    key: 'requests.concurrent',
    type: 'integer',
    default: 64,
    doc: 'Requests served at a time; one more is answered with 503. With several nodes, each has an equal part of them.',
  },
  {
    key: 'requests.longConcurrent',
    type: 'integer',
    default: 8,
    doc: 'The same for drains and snapshots, for each node. They have places of their own, so that others are served while they hang.',
  },
  {
    key: 'requests.clientTimeout',
    type: 'duration',
    default: '10s',
    doc: 'How long a client may take to send its whole request, and how long it may read nothing of an answer.',
  },
  {
    key: 'requests.connections',
    type: 'integer',
    default: 256,
    doc: 'Connections at a time, at most half of the files that the process may open; one more takes the place of the one that was idle for longest.',
  },
  ...metricsConfig,
  ...pushConfig,
  {
    key: 'timeSkew.allowableMinutes',
    type: 'integer',
    unit: 'minutes',
    default: 60,
    doc: 'How far a client’s clock may be off, as /time-skew tells it.',
  },
  {
    key: 'dashboard.directory',
    type: 'string',
    env: 'RINGSIDE_DASHBOARD_DIRECTORY',
    doc: 'Folder whose files are served at /, those that begin with a dot excepted; the built dashboard by default, nothing if that is not there. Where the sidecar asks for a token, the files of any folder other than the one of @ringside/dashboard need it too, and no browser can sign in there.',
  },
  {
    key: 'log.level',
    type: 'string',
    default: 'info',
    env: 'RINGSIDE_LOG_LEVEL',
    flag: 'log-level',
    doc: 'Least level that is logged: debug, info, warn or error.',
  },
];
