import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Cluster, portsFor } from '@ringside/cluster';
import { type SidecarNode, sidecarUrl } from '@ringside/local-sidecars';
import { thisProgram } from './this-program.ts';

/** The nodes of a ring as their sidecars need to know them: each stops and starts its node by the commands of this program. */
export function sidecarNodes(home: string, cluster: Cluster, portBase: number): readonly SidecarNode[] {
  const { sidecar } = portsFor(portBase);
  return cluster.nodes.map((node) => ({
    name: node.name,
    address: node.address,
    nativePort: node.nativePort,
    sidecarPort: sidecar,
    peers: cluster.nodes.filter(({ name }) => name !== node.name).map(({ address }) => sidecarUrl({ address, sidecarPort: sidecar })),
    controlUrl: node.controlUrl,
    controlSecretFile: node.paths.secret,
    lifecycle: { start: commandLine('start', node.name, home), stop: commandLine('stop', node.name, home) },
  }));
}

function commandLine(verb: 'start' | 'stop', node: string, home: string): readonly string[] {
  return [...thisProgram(), 'cluster', verb, node, '--directory', home];
}

/** The compiled sidecar beside this program, whichever way this program itself is run. */
export function sidecarProgram(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@ringside/sidecar')), 'main.js');
}
