import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '@ringside/core';
import { runCommand } from '@ringside/host';
import { modelErrors } from '@ringside/model';
import type { ClusterNode } from '@ringside/cassandra-node';
import { openConnections } from './open-connections.ts';
import { type CutNode, cutRules, removeTable } from './rules.ts';
import { type CutTools, findCutTools } from './support.ts';

const COMMAND_TIMEOUT_MS = 20_000;
/** Where nft looks for control groups, whatever is mounted there. */
const NFT_CGROUPS = '/sys/fs/cgroup';
const OWN_GROUP = 'ringside';

/** What a cut needs to know of a ring; a `Cluster` is one. */
export interface CutRing {
  /** The ring's folder. */
  readonly directory: string;
  /** All of its nodes. */
  readonly nodes: readonly ClusterNode[];
}

/**
 * Cuts running nodes of any ring on this machine off from all its others, whoever started it: what one side sends to the other's storage ports
 * goes nowhere. Clients still reach both sides. Replaces an earlier cut of the ring. It lasts until {@link healRing}, also when this process ends;
 * a node that is started later is not cut off.
 *
 * The nodes are put into control groups of their own, and the kernel's packet filter gets a table of the ring's own. Needs root on Linux, and nft.
 *
 * @param nodes one side of the cut; all other running nodes are the other side
 * @throws OpsError `PERMISSION_DENIED` or `INVALID_ARGUMENT` where it cannot be done, `RING_NOT_RUNNING` when one side has no running node
 */
export async function partitionRing(cluster: CutRing, nodes: readonly ClusterNode[]): Promise<void> {
  const tools = await findCutTools();
  const names = new Set(nodes.map(({ name }) => name));
  const [isolated, others] = [cluster.nodes.filter(({ name }) => names.has(name)), cluster.nodes.filter(({ name }) => !names.has(name))];
  const place = placeOf(cluster.directory);
  await healRing(cluster.directory);
  const enter = (node: ClusterNode): Promise<CutNode | undefined> => enterGroup(tools, place, node, cluster);
  const [near, far] = await Promise.all([isolated, others].map(async (side) => (await Promise.all(side.map(enter))).filter(isThere)));
  const [first] = cluster.nodes;
  if (first === undefined || near === undefined || far === undefined || near.length === 0 || far.length === 0) {
    await healRing(cluster.directory);
    throw modelErrors.RING_NOT_RUNNING({
      message: 'A cut needs running nodes on both sides',
      remedy: 'Start them first: ringside cluster start, and leave at least one node out of the cut.',
    });
  }
  const { storagePort } = first;
  await nft(tools, cutRules({ table: place.table, storagePort, isolated: near, others: far }));
}

/**
 * Removes the cut that {@link partitionRing} made in a ring; nothing happens where there is none, or where there can be none.
 *
 * @param directory the ring's folder
 * @returns true when there was a cut
 * @throws OpsError `INTERNAL` with nft's words
 */
export async function healRing(directory: string): Promise<boolean> {
  const tools = await findCutTools().catch(() => undefined);
  if (tools === undefined) return false;
  const { table, prefix } = placeOf(directory);
  const before = await runCommand(['nft', 'list', 'table', 'inet', table], { timeoutMs: COMMAND_TIMEOUT_MS });
  const was = before.exitCode === 0;
  if (was) await nft(tools, removeTable(table));
  await leaveGroups(tools, directory, prefix);
  return was;
}

/** True when nodes of a ring were cut off and nobody healed it; for whoever ends the ring. */
export function wasPartitioned(directory: string, nodes: readonly { readonly name: string }[]): boolean {
  return nodes.some(({ name }) => existsSync(groupFile(directory, name)));
}

interface CutPlace {
  readonly table: string;
  /** Of the names of the nodes' control groups. */
  readonly prefix: string;
}

function placeOf(directory: string): CutPlace {
  const key = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  return { table: `ringside_${key}`, prefix: `${key}-` };
}

/** Puts a node's process into a group of its own; what it connects from then on belongs to the group. `undefined` for a node that is down. */
async function enterGroup({ cgroups }: CutTools, { prefix }: CutPlace, node: ClusterNode, cluster: CutRing): Promise<CutNode | undefined> {
  const pid = await node.pid();
  if (pid === undefined) return undefined;
  const cgroup = join(OWN_GROUP, `${prefix}${node.name}`);
  const before = /^0::(.*)$/m.exec(await readFile(`/proc/${pid}/cgroup`, 'utf8'))?.[1] ?? '/';
  await writeFile(groupFile(cluster.directory, node.name), before, { mode: 0o600 });
  await mkdir(join(cgroups, cgroup), { recursive: true });
  await writeFile(join(cgroups, cgroup, 'cgroup.procs'), String(pid));
  const far = cluster.nodes.filter(({ name }) => name !== node.name).map(({ address }) => address);
  return { address: node.address, cgroup, open: await openConnections(pid, far, node.storagePort) };
}

/** Where the group is written down that a node was in before. */
function groupFile(directory: string, node: string): string {
  return join(directory, node, 'cgroup');
}

/** Puts the processes of a ring's groups back to where they came from, and removes the groups. */
async function leaveGroups({ cgroups }: CutTools, directory: string, prefix: string): Promise<void> {
  const own = join(cgroups, OWN_GROUP);
  const groups = (await readdir(own).catch(() => [])).filter((name) => name.startsWith(prefix));
  for (const group of groups) {
    const file = groupFile(directory, group.slice(prefix.length));
    const before = join(cgroups, await readFile(file, 'utf8').catch(() => '/'));
    const pids = (await readFile(join(own, group, 'cgroup.procs'), 'utf8').catch(() => '')).split('\n').filter((pid) => pid !== '');
    for (const pid of pids) {
      await writeFile(join(before, 'cgroup.procs'), pid).catch(() => writeFile(join(cgroups, 'cgroup.procs'), pid).catch(() => undefined));
    }
    await rmdir(join(own, group)).catch(() => undefined);
    await rm(file, { force: true });
  }
}

/** Runs an nft script, all of it or nothing; where version 2 is mounted elsewhere, in a mount namespace that has it where nft looks. */
async function nft({ cgroups }: CutTools, script: string): Promise<void> {
  const direct = ['nft', script];
  const moved = ['unshare', '-m', 'sh', '-c', `mount --bind "$1" ${NFT_CGROUPS} && exec nft "$2"`, 'sh', cgroups, script];
  const command = cgroups === NFT_CGROUPS ? direct : moved;
  const { exitCode, lines, startError } = await runCommand(command, { timeoutMs: COMMAND_TIMEOUT_MS });
  if (exitCode === 0) return;
  throw errors.INTERNAL({ message: `nft refused the rules of the cut: ${startError?.message ?? lines[0] ?? 'it said nothing'}` });
}

function isThere(node: CutNode | undefined): node is CutNode {
  return node !== undefined;
}
