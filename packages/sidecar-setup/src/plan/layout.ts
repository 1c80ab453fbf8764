import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the parts of one node's sidecar are. */
export interface Layout {
  /** For nobody but the node's user; everything but the systemd unit and the drop-in is in it. */
  readonly folder: string;
  /** What was done; see `SetupRecord`. */
  readonly record: string;
  /** The configuration of the sidecar. */
  readonly configuration: string;
  /** The jar of the control agent. */
  readonly agent: string;
  /** The options of the agent, its secret among them. */
  readonly agentOptions: string;
  /** What the agent allows. */
  readonly policy: string;
  /** The secret of the agent, for the sidecar. */
  readonly secret: string;
  /** The password of the role of the sidecar. */
  readonly password: string;
  /** The name of the systemd unit. */
  readonly unit: string;
  /** The file of that unit. */
  readonly unitFile: string;
}

/** Where the folders of all nodes are, unless somewhere else is said: for root the machine's, for anybody else their own. */
export function defaultFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  if (process.geteuid?.() === 0) return '/var/lib/ringside/sidecars';
  return join(environment['XDG_STATE_HOME'] ?? join(homedir(), '.local/state'), 'ringside/sidecars');
}

/**
 * The layout for one node. Pure.
 *
 * @param base the folder of the folders
 * @param name what the node is called, such as `10.0.0.3:9042`
 */
export function layoutOf(base: string, name: string): Layout {
  return layoutIn(base, idOf(name));
}

/** The layout of a folder by its own name. Pure. */
export function layoutIn(base: string, id: string): Layout {
  const folder = join(base, id);
  const unit = `ringside-sidecar-${id}.service`;
  return {
    folder,
    record: join(folder, 'setup.json'),
    configuration: join(folder, 'sidecar.json'),
    agent: join(folder, 'jolokia-agent.jar'),
    agentOptions: join(folder, 'jolokia.properties'),
    policy: join(folder, 'jolokia-policy.xml'),
    secret: join(folder, 'jolokia.secret'),
    password: join(folder, 'cql.password'),
    unit,
    unitFile: join('/etc/systemd/system', unit),
  };
}

/** `10.0.0.3-9042`: a name that needs no quoting in a path, an option of the JVM, or a unit. */
function idOf(name: string): string {
  return name.replaceAll(/[[\]]/g, '').replaceAll(':', '-');
}
