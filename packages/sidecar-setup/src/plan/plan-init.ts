import { errors } from '@ringside/core';
import { formatEndpoint, isLoopbackAddress } from '@ringside/model';
import { hostErrors } from '@ringside/host';
import type { RunningNode } from '../discover/running-node.ts';
import { dropInBlock } from './drop-in.ts';
import type { Layout } from './layout.ts';
import { unitText } from './unit.ts';

/** What is wanted of a setup. */
export interface Wishes {
  /** False leaves the running JVM alone: the agent comes with the node's next start. */
  readonly attach: boolean;
  /** False changes nothing for the node's next start. */
  readonly permanent: boolean;
  /** The role to create for the sidecar. */
  readonly role?: string | undefined;
  /** The role that the sidecar logs in as where none is created, or that creates it. */
  readonly login?:
    | {
        /** The name of the role. */
        readonly username: string;
        /** The path of the file with the password. */
        readonly passwordFile: string;
      }
    | undefined;
  /** PEM files for CQL over TLS. */
  readonly tls: {
    /** The certificates of the authorities that sign those of nodes. */
    readonly caFile?: string | undefined;
    /** The certificate that the sidecar presents. */
    readonly certificateFile?: string | undefined;
    /** The private key of that certificate. */
    readonly keyFile?: string | undefined;
  };
  /** How the sidecar is run; `none` leaves it to somebody else. */
  readonly start: 'systemd' | 'foreground' | 'none';
}

/** What the plan needs to know beside the node and the wishes. */
export interface Surroundings {
  readonly layout: Layout;
  /** The agent's jar to copy. */
  readonly agentJar: string;
  readonly agent: Place;
  readonly sidecar: Place;
  /** The absolute path of Node, and of the sidecar's program. */
  readonly node: string;
  readonly program: string;
  readonly user: string;
  readonly group: string;
  /** The text of the agent's policy. */
  readonly policy: string;
}

/** Where something listens. */
export interface Place {
  /** An IP address. */
  readonly address: string;
  /** A TCP port. */
  readonly port: number;
}

/** One thing that `init` does. A text is shown before it is written; a secret is never shown. */
export type Step =
  | { readonly do: 'copy'; readonly what: string; readonly path: string; readonly from: string }
  | { readonly do: 'write'; readonly what: string; readonly path: string; readonly text: string }
  | { readonly do: 'make-secret'; readonly what: string; readonly path: string; readonly optionsPath: string }
  | {
      readonly do: 'create-role';
      readonly what: string;
      readonly role: string;
      readonly path: string;
      readonly statements: readonly string[];
    }
  | { readonly do: 'keep-password'; readonly what: string; readonly path: string; readonly from: string }
  | { readonly do: 'edit-options'; readonly what: string; readonly path: string; readonly text: string }
  | { readonly do: 'attach'; readonly what: string; readonly pid: number }
  | { readonly do: 'start-unit'; readonly what: string; readonly path: string; readonly text: string; readonly unit: string };

/** What `init` will do for one node; a value, to be shown or carried out. */
export interface InitPlan {
  /** The node that it is for. */
  readonly node: RunningNode;
  /** Where the files go. */
  readonly layout: Layout;
  /** Where the control agent will listen. */
  readonly agent: Place;
  /** Where the sidecar will listen. */
  readonly sidecar: Place;
  /** What was asked for. */
  readonly wishes: Wishes;
  /** What is done, in order. */
  readonly steps: readonly Step[];
  /** What the reader should know before it is done. */
  readonly notes: readonly string[];
}

/**
 * Plans a setup. Pure.
 *
 * @throws OpsError `JVM_REFUSED` for a JVM that cannot hold the agent or be attached to, `CONFLICT` where something has its place already,
 *   `INVALID_ARGUMENT` where a wish lacks what it needs
 */
export function planInit(node: RunningNode, wishes: Wishes, around: Surroundings): InitPlan {
  assertJava(node);
  assertAttachable(node, wishes);
  assertOwnOptions(node, wishes);
  assertNoOtherAgent(node, around.layout);
  assertLogin(node, wishes);
  assertTls(node, wishes);
  assertPlainPath(around.layout);
  // What has shown that it works is made permanent, not the other way round.
  const steps = [
    ...fileSteps(node, wishes, around),
    ...attachStep(node, wishes),
    ...dropInStep(node, wishes, around),
    ...unitStep(node, wishes, around),
  ];
  return { node, layout: around.layout, agent: around.agent, sidecar: around.sidecar, wishes, steps, notes: notesOf(node, wishes) };
}

/** The agent's classes are compiled for this release (class files of version 55); an older JVM ends when its options name the agent. */
const OLDEST_JAVA = 11;

function assertJava({ name, java }: RunningNode): void {
  if (java === undefined || java >= OLDEST_JAVA) return;
  throw hostErrors.JVM_REFUSED({
    message: `The JVM of ${name} is a Java ${java}, and the control agent needs Java ${OLDEST_JAVA}: with it the node would not start`,
    remedy: `Restart the node with Java ${OLDEST_JAVA}, on which Cassandra 4.0 and 4.1 run as well (JAVA_HOME of its start scripts), then run the same command again.`,
  });
}

/** All nodes that start with one file of options would load the agent of each: the second one on a port that is taken. */
function assertOwnOptions({ name, optionsFile, optionsFileOf }: RunningNode, { permanent }: Wishes): void {
  const [other] = optionsFileOf;
  if (!permanent || optionsFile === undefined || other === undefined) return;
  throw errors.CONFLICT({
    message: `${optionsFile} is not the options of ${name} alone: ${optionsFileOf.join(' and ')} would load its agent too`,
    remedy: `Give each node a folder of configuration of its own (CASSANDRA_CONF), and restart it; or leave the next start alone: ringside sidecar init --node ${name} --no-permanent. Where ${other} is gone: ringside sidecar remove --node ${other}.`,
  });
}

function assertAttachable({ attachRefusal, identity }: RunningNode, { attach }: Wishes): void {
  if (!attach || attachRefusal === undefined) return;
  throw hostErrors.JVM_REFUSED({
    message: `The JVM of process ${identity.pid} cannot be attached to: ${attachRefusal}`,
    remedy: 'Run ringside sidecar init --no-attach, then restart the node: the control agent is loaded at its start.',
  });
}

function assertNoOtherAgent({ name, jolokia }: RunningNode, { agent }: Layout): void {
  if (jolokia === undefined || jolokia === agent) return;
  throw errors.CONFLICT({
    message: `The JVM of ${name} was started with a Jolokia agent already (${jolokia}), and a JVM holds only one`,
    remedy:
      'Take it out of the JVM options, restart the node, and run the same command again; or write a configuration for ringside-sidecar yourself, with cassandra.jolokiaUrl.',
  });
}

function assertLogin({ name, configuration }: RunningNode, { login, role }: Wishes): void {
  const isOpen = configuration.authenticator === 'AllowAllAuthenticator';
  if (role !== undefined && isOpen)
    throw errors.INVALID_ARGUMENT({
      message: `${name} lets everybody in (AllowAllAuthenticator): it needs no role`,
      remedy: 'Run ringside sidecar init without --cql-role.',
    });
  if (isOpen || login !== undefined) return;
  throw errors.INVALID_ARGUMENT({
    message: `${name} asks clients for a role (${configuration.authenticator})`,
    remedy:
      'Name one: ringside sidecar init --cql-user NAME --cql-password-file FILE; with --cql-role ringside it creates a role for the sidecar, which can only read.',
  });
}

function assertTls({ name, configuration: { clientTls } }: RunningNode, { tls }: Wishes): void {
  if (clientTls.mode === 'required' && tls.caFile === undefined)
    throw errors.INVALID_ARGUMENT({
      message: `${name} lets only clients in that use TLS`,
      remedy: 'Name the authority that signed its certificate, PEM: ringside sidecar init --cql-ca-file ca.pem.',
    });
  if (clientTls.needsCertificate && (tls.certificateFile === undefined || tls.keyFile === undefined))
    throw errors.INVALID_ARGUMENT({
      message: `${name} asks clients for a certificate`,
      remedy: 'Name one, PEM: ringside sidecar init --cql-cert-file client.pem --cql-key-file client.key.',
    });
}

/** The scripts of the distribution split options at blanks, and the agent its own at commas. */
function assertPlainPath({ folder }: Layout): void {
  if (/^[\w./-]+$/.test(folder)) return;
  const message = `${folder} cannot hold the control agent: an option of the JVM is split at blanks and commas`;
  throw errors.INVALID_ARGUMENT({
    message,
    remedy: 'Choose a folder of letters, digits, dots, dashes and underscores: ringside sidecar init --into FOLDER.',
  });
}

function fileSteps(node: RunningNode, wishes: Wishes, { layout, agentJar, policy, agent, sidecar }: Surroundings): readonly Step[] {
  return [
    { do: 'copy', what: 'the control agent', path: layout.agent, from: agentJar },
    { do: 'write', what: 'what the agent allows', path: layout.policy, text: policy },
    { do: 'make-secret', what: 'its secret and options', path: layout.secret, optionsPath: layout.agentOptions },
    ...loginStep(node, wishes, layout),
    {
      do: 'write',
      what: 'the configuration of the sidecar',
      path: layout.configuration,
      text: sidecarJson(node, wishes, layout, { agent, sidecar }),
    },
  ];
}

function loginStep({ configuration }: RunningNode, { role, login }: Wishes, { password }: Layout): readonly Step[] {
  if (login === undefined) return [];
  if (role === undefined)
    return [{ do: 'keep-password', what: `the password of ${login.username}`, path: password, from: login.passwordFile }];
  const statements = roleStatements(role, configuration.authorizer !== 'AllowAllAuthorizer');
  return [{ do: 'create-role', what: 'a role that can only read', role, path: password, statements }];
}

/**
 * What the sidecar reads and nobody who logs in may: the tables that a node makes up about itself, and when which ranges were repaired. Names and schema
 * are open to every role. The password is put in where the role is created.
 */
export function roleStatements(role: string, hasPermissions: boolean): readonly string[] {
  const name = `"${role.replaceAll('"', '""')}"`;
  const create = `CREATE ROLE ${name} WITH PASSWORD = '…' AND LOGIN = true AND SUPERUSER = false`;
  const readable = ['KEYSPACE system_views', 'system_distributed.parent_repair_history'];
  return hasPermissions ? [create, ...readable.map((what) => `GRANT SELECT ON ${what} TO ${name}`)] : [create];
}

function sidecarJson(
  node: RunningNode,
  { role, login, tls }: Wishes,
  layout: Layout,
  { agent, sidecar }: Readonly<Record<'agent' | 'sidecar', Place>>,
): string {
  const { caFile, certificateFile, keyFile } = tls;
  const cassandra = {
    host: node.address,
    port: node.configuration.nativePort,
    jolokiaUrl: agentUrl(agent),
    jolokiaSecretFile: layout.secret,
    ...(node.dataDirectories.length > 0 && { dataDirectories: node.dataDirectories }),
    ...(login !== undefined && { username: role ?? login.username, passwordFile: layout.password }),
    ...(caFile !== undefined && { tls: { caFile, ...(certificateFile && { certificateFile }), ...(keyFile && { keyFile }) } }),
  };
  return `${JSON.stringify({ listen: { host: sidecar.address, port: sidecar.port }, cassandra }, null, 2)}\n`;
}

/** Where the agent answers. */
export function agentUrl(place: Place): string {
  return `http://${formatEndpoint(place)}/jolokia/`;
}

/** The options of the JVM that load the agent at its start. The property spares 40 ms a request, see `jolokiaJvmProperties`. */
export function agentOptions({ agent, agentOptions }: Layout): readonly string[] {
  return [`-javaagent:${agent}=config=${agentOptions}`, '-Dsun.net.httpserver.nodelay=true'];
}

function dropInStep({ name, optionsFile }: RunningNode, { permanent }: Wishes, { layout }: Surroundings): readonly Step[] {
  if (!permanent || optionsFile === undefined) return [];
  return [{ do: 'edit-options', what: 'the agent for the next start', path: optionsFile, text: dropInBlock(name, agentOptions(layout)) }];
}

function attachStep({ identity }: RunningNode, { attach }: Wishes): readonly Step[] {
  return attach ? [{ do: 'attach', what: 'the agent to the running JVM', pid: identity.pid }] : [];
}

function unitStep({ name }: RunningNode, { start }: Wishes, { layout, user, group, node, program }: Surroundings): readonly Step[] {
  if (start !== 'systemd') return [];
  const text = unitText({ name, user, group, node, program, configuration: layout.configuration });
  return [{ do: 'start-unit', what: 'the sidecar, now and after a reboot', path: layout.unitFile, text, unit: layout.unit }];
}

function notesOf({ name, optionsFile }: RunningNode, { permanent, attach }: Wishes): readonly string[] {
  const notes: string[] = [];
  if (permanent && optionsFile === undefined)
    notes.push(
      `No jvm-server.options was found that ${name} was started with: the agent is gone after its next start, unless its JVM is started with the options that ringside sidecar status shows.`,
    );
  if (!permanent && !attach)
    notes.push(`Neither now nor at the next start will ${name} have the control agent: only what CQL tells is there.`);
  return notes;
}

/** Where a node's agent and sidecar listen: on its own address where that is loopback, else on 127.0.0.1. */
export function loopbackOf({ address }: Pick<RunningNode, 'address'>): string {
  return isLoopbackAddress(address) ? address : '127.0.0.1';
}
