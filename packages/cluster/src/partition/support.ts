import { access, constants, readFile } from 'node:fs/promises';
import { type ErrorKind, errors, type OpsError } from '@ringside/core';
import { runCommand } from '@ringside/host';
import { type Host, thisHost } from '@ringside/cassandra-install';

/** What a cut between running nodes is made with. */
export interface CutTools {
  /** Where the version 2 hierarchy of control groups is mounted. */
  readonly cgroups: string;
}

const PROBE_TIMEOUT_MS = 10_000;

/**
 * Finds what it takes to cut running nodes off from each other: root on Linux, control groups of version 2 that may be written, and nft.
 *
 * @throws OpsError `PERMISSION_DENIED` or `INVALID_ARGUMENT`, saying what is missing
 */
export async function findCutTools(host: Host = thisHost()): Promise<CutTools> {
  if (host.platform !== 'linux') throw refused(errors.INVALID_ARGUMENT, 'this system is not Linux');
  if (process.getuid?.() !== 0) throw refused(errors.PERMISSION_DENIED, 'only root can do it');
  const cgroups = cgroupMount(await readFile('/proc/self/mounts', 'utf8').catch(() => ''));
  if (cgroups === undefined) throw refused(errors.INVALID_ARGUMENT, 'this system has no control groups of version 2');
  const isWritable = await access(cgroups, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) throw refused(errors.PERMISSION_DENIED, `${cgroups} cannot be written, as in most containers`);
  const { startError, exitCode } = await runCommand(['nft', 'list', 'tables'], { timeoutMs: PROBE_TIMEOUT_MS });
  if (startError !== undefined) throw refused(errors.INVALID_ARGUMENT, 'nft is not installed (package nftables)');
  if (exitCode !== 0) throw refused(errors.PERMISSION_DENIED, 'nft may not list its tables');
  return { cgroups };
}

/** The mount of version 2 in a table as proc(5) describes it; `undefined` when there is none. Pure. */
export function cgroupMount(mounts: string): string | undefined {
  const line = mounts.split('\n').find((each) => each.split(' ')[2] === 'cgroup2');
  return line?.split(' ')[1];
}

function refused(kind: ErrorKind, reason: string): OpsError {
  return kind({
    message: `Running nodes cannot be cut off from each other here: ${reason}`,
    remedy: 'It takes root on Linux, and nft. Anywhere else, ringside cluster pause freezes a node, which its peers notice just as well.',
  });
}
