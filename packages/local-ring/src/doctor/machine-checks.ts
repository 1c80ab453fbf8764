import { errors, formatBytes } from '@ringside/core';
import { freeDiskBytes, hostErrors, portHolder, probePort } from '@ringside/host';
import { planMemory } from '../up/memory-plan.ts';
import { type CheckResult, ok, problem, warning } from './check.ts';

const GIB = 2 ** 30;
const NEEDED_NODE: readonly [number, number] = [20, 19];
const WANTED_NODES = 3;

/** Is this Node new enough? */
export function checkNode(version: string): CheckResult {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1]);
  return enough ? ok('Node', version) : problem(undefined, 'Node', version, `Install Node ${NEEDED_NODE.join('.')} or newer.`);
}

/** Is there room for the ring that `ringside up` starts, or at least for one node? */
export function checkMemory(availableBytes: number): CheckResult {
  const found = `${formatBytes(availableBytes)} available; ${WANTED_NODES} nodes take about ${formatBytes(planMemory(WANTED_NODES).totalBytes)}`;
  if (availableBytes >= planMemory(WANTED_NODES).totalBytes) return ok('Memory', found);
  if (availableBytes >= planMemory(1).totalBytes) return warning('Memory', found, 'Start fewer nodes: ringside up --nodes 1.');
  return problem(
    hostErrors.MEMORY_SHORT,
    'Memory',
    found,
    'Close other programs, or give the nodes less: ringside up --nodes 1 --memory 128MiB.',
  );
}

/** Is there room on the disk that a folder is (or will be) on? */
export async function checkDisk(name: string, folder: string, neededBytes: number): Promise<CheckResult> {
  const freeBytes = await freeDiskBytes(folder);
  const found = `${formatBytes(freeBytes)} free at ${folder}`;
  if (freeBytes >= 2 * neededBytes) return ok(name, found);
  const remedy = `Free some space there; ${formatBytes(neededBytes)} are needed.`;
  return freeBytes >= neededBytes ? warning(name, found, remedy) : problem(errors.DISK_FULL, name, found, remedy);
}

/** What a ring of three nodes takes on disk when it is new. */
export const RING_DISK_BYTES: number = GIB;

/** Can the ring's ports be had on each of its addresses? Ports that this very ring uses are well. */
export async function checkPorts(
  addresses: readonly string[],
  ports: Readonly<Record<string, number>>,
  ringIsUp: boolean,
): Promise<CheckResult> {
  if (ringIsUp) return ok('Ports', 'used by the ring that is up here');
  const places = addresses.flatMap((address) => Object.entries(ports).map(([role, port]) => ({ address, role, port })));
  const states = await Promise.all(places.map((place) => probePort(place)));
  const used = places.find((_, index) => states[index] === 'used');
  if (used === undefined) return ok('Ports', `${Object.values(ports).join(', ')} are free`);
  return problem(
    hostErrors.ADDRESS_IN_USE,
    'Ports',
    `${used.address}:${used.port} (${used.role}) is in use by ${await portHolder(used)}`,
    'Stop that program, or choose other ports: ringside up --port-base 19000.',
  );
}

/** Does this machine have the loopback addresses of the nodes? Linux has them all; macOS needs an alias for each but the first. */
export async function checkLoopback(addresses: readonly string[], platform: NodeJS.Platform): Promise<CheckResult> {
  const states = await Promise.all(addresses.map(async (address) => ({ address, state: await probePort({ address, port: 0 }) })));
  const lacking = states.filter(({ state }) => state === 'lacks').map(({ address }) => address);
  if (lacking.length === 0) return ok('Loopback', addresses.join(', '));
  const commands = lacking.map((address) =>
    platform === 'darwin' ? `sudo ifconfig lo0 alias ${address}` : `sudo ip addr add ${address}/8 dev lo`,
  );
  return problem(hostErrors.ADDRESS_MISSING, 'Loopback', `${lacking.join(', ')} cannot be used`, `Type: ${commands.join(' && ')}`);
}
