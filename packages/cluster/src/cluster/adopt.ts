import { readFile } from 'node:fs/promises';
import type { ClusterNode } from '../node/node.ts';
import { identityOf, writeProcessFile } from '../node/process.ts';
import { canListen, ownerOf } from './port-owner.ts';

/**
 * Finds nodes whose process runs although nobody recorded it, because their launcher died right after it had started them, and
 * records it. Such a process is known by its command line, which names the node's own storage folder.
 */
export async function adoptOrphans(nodes: readonly ClusterNode[]): Promise<void> {
  for (const node of nodes) {
    if ((await node.pid()) !== undefined) continue;
    const place = { address: node.address, port: node.nativePort };
    if (await canListen(place)) continue;
    const owner = await ownerOf(place);
    if (owner === undefined) continue;
    const command = await readFile(`/proc/${owner.pid}/cmdline`, 'utf8').catch(() => '');
    const isOurs = command.split('\0').includes(`-Dcassandra.storagedir=${node.paths.storage}`);
    if (isOurs) await writeProcessFile(node.paths.process, identityOf(owner.pid));
  }
}
