import { join } from 'node:path';

/** The folder of a state folder that holds a configuration, a secret and a log for each sidecar. */
export function sidecarDirectory(home: string): string {
  return join(home, 'sidecars');
}

/** The configuration file of a node's sidecar; its path in a command line is also how the process is found again. */
export function sidecarConfigFile(home: string, node: string): string {
  return join(sidecarDirectory(home), `${node}.json`);
}

/** The log of a node's sidecar. */
export function sidecarLogFile(home: string, node: string): string {
  return join(sidecarDirectory(home), `${node}.log`);
}

/** The secret of a node's sidecar's last start; mode 0600. */
export function sidecarSecretFile(home: string, node: string): string {
  return join(sidecarDirectory(home), `${node}.secret`);
}
