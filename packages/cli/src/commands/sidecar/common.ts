import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { type CommandContext, flag, integer, option, text } from '@ringside/cli-kit';
import { defaultFolder, type RunningNode, type SetupCheck } from '@ringside/sidecar-setup';

/** Options that say which nodes of this machine are meant, and where their setups are. */
export const CHOICE_OPTIONS = {
  node: option('--node <address>', text, 'The node that clients reach here, with or without its port: 10.0.0.3:9042'),
  all: flag('--all', 'Every node of this machine'),
  into: option('--into <folder>', text, 'Where each node has a folder for its sidecar', {
    defaultText: '/var/lib/ringside/sidecars for root, else ~/.local/state/ringside/sidecars',
  }),
};

/** The option that names a process. */
export const PID_OPTION = option('--pid <number>', integer({ atLeast: 1 }), 'The process of the node');

/** Options for CQL where the node asks for a role, or for TLS. */
export const CQL_OPTIONS = {
  cqlUser: option('--cql-user <role>', text, 'Role to log in to CQL as'),
  cqlPasswordFile: option('--cql-password-file <file>', text, 'File with its password; nobody but its owner may read it (mode 0600)'),
  cqlCaFile: option('--cql-ca-file <file>', text, 'Authority of the node’s certificate, PEM, where it asks clients for TLS'),
  cqlCertFile: option('--cql-cert-file <file>', text, 'Certificate to show to the node, PEM'),
  cqlKeyFile: option('--cql-key-file <file>', text, 'Key of that certificate, PEM'),
};

/** The folder of the nodes' folders. */
export function baseFolder({ io }: CommandContext, into: string | undefined): string {
  return into === undefined ? defaultFolder(io.env) : resolve(io.workingDirectory, into);
}

/** A file that was named, as an absolute path: the sidecar has another working folder. */
export function absolute({ io }: CommandContext, file: string | undefined): string | undefined {
  return file === undefined ? undefined : resolve(io.workingDirectory, file);
}

/** The compiled sidecar that is installed with this program. */
export function sidecarProgram(): string {
  const manifest = createRequire(import.meta.url).resolve('@ringside/sidecar');
  return join(dirname(manifest), 'main.js');
}

/** What was found about a node, for the reader. */
export function nodeText(node: RunningNode): string {
  const { configuration, identity, uid, java } = node;
  const { clientTls, authenticator, authorizer, clusterName } = configuration;
  const tls = clientTls.mode === 'off' ? 'no TLS' : `TLS ${clientTls.mode}${clientTls.needsCertificate ? ', asks for a certificate' : ''}`;
  return [
    `${node.name} of "${clusterName}": process ${identity.pid}, user ${uid}, Java ${java ?? 'unknown'}`,
    `  cassandra.yaml in ${node.conf}`,
    `  data in ${node.dataDirectories.join(', ') || 'the default folder'}`,
    `  clients: ${tls}, ${authenticator}, ${authorizer}`,
  ].join('\n');
}

/** The findings of a check, one a line, with what to do. */
export function checksText(checks: readonly SetupCheck[], { style }: CommandContext): string {
  const marks = { ok: style.green('✔'), waiting: style.yellow('…'), problem: style.red('✘') };
  return checks
    .map(({ name, outcome, found, remedy }) => {
      const hint = remedy === undefined ? '' : `\n${' '.repeat(17)}${style.cyan('try')} ${remedy}`;
      return `${marks[outcome]} ${name.padEnd(14)} ${found}${hint}`;
    })
    .join('\n');
}
