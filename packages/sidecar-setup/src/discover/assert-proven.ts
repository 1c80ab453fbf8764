import { stat } from 'node:fs/promises';
import type { OpsError } from '@ringside/core';
import { listensOn, probePort } from '@ringside/host';
import { setupErrors } from '../errors.ts';
import { asUser } from '../run/as-user.ts';
import { resolved } from './addresses.ts';
import type { RunningNode } from './running-node.ts';

/**
 * Makes sure that a process is the node that its configuration describes: what is set up for it is made with the rights of root, and a login of CQL is
 * sent where that configuration says. A command line proves nothing, since every user may start a program with any; a port that the process itself
 * holds, and data that belong to its user, do.
 *
 * @throws OpsError `NODE_UNPROVEN`
 */
export async function assertProven(node: RunningNode): Promise<void> {
  await assertOwnAddresses(node);
  await assertOwnData(node);
  const { pid } = node.identity;
  const place = { address: node.address, port: node.configuration.nativePort };
  const holds = async (): Promise<boolean> => await listensOn(pid, place);
  // Root of a container may not look at the open files of other users' processes (CAP_SYS_PTRACE), and their user may.
  if ((await holds()) || (await asUser(node, holds))) return;
  throw unproven(
    `Process ${pid} does not listen at ${node.name}, where its cassandra.yaml says that it answers CQL`,
    `Wait until the node has started; turn CQL on where it is off: nodetool enablebinary. See what the process is: ps -o user,lstart,args -p ${pid}.`,
  );
}

async function assertOwnAddresses({ identity: { pid }, address, configuration }: RunningNode): Promise<void> {
  const { rpcAddress, listenAddress } = configuration;
  const others =
    listenAddress === undefined ? [] : [['listen_address', listenAddress, await resolved('listen_address', listenAddress)] as const];
  for (const [key, written, own] of [['rpc_address', rpcAddress ?? address, address] as const, ...others]) {
    if ((await probePort({ address: own, port: 0 })) !== 'lacks') continue;
    throw unproven(
      `${key}: ${written} of process ${pid} is not an address of this machine`,
      'See which it has: ip -brief address show. Correct cassandra.yaml and restart the node, or run this on the machine that has the address.',
    );
  }
}

async function assertOwnData({ identity: { pid }, uid, dataDirectories }: RunningNode): Promise<void> {
  if (dataDirectories.length === 0)
    throw unproven(
      `Process ${pid} names no data directory: neither data_file_directories in its cassandra.yaml nor -Dcassandra.storagedir`,
      'Name them in cassandra.yaml, and restart the node.',
    );
  for (const folder of dataDirectories) {
    const owner = (await stat(folder).catch(() => undefined))?.uid;
    if (owner === uid) continue;
    const whose = owner === undefined ? 'is not there' : `belongs to the user with id ${owner}`;
    throw unproven(
      `The data directory ${folder} of process ${pid} ${whose}; the process runs as ${uid}`,
      `See who started the process: ps -o user,lstart,args -p ${pid}. Where it is your node: sudo chown ${uid} ${folder}`,
    );
  }
}

function unproven(message: string, remedy: string): OpsError {
  return setupErrors.NODE_UNPROVEN({ message, remedy });
}
