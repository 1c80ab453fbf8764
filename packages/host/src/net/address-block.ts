import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { hostErrors } from '../errors.ts';
import { claimForProcess, claimsFolder, releaseClaim } from '../locks/claims.ts';
import type { ProcessIdentity } from '../process/identity.ts';
import { canListen } from './ports.ts';

const TRIES = 200;

/** A block of loopback addresses that nobody else uses while it is held. */
export interface AddressBlock {
  /** The first three numbers, such as `127.88.4`. */
  readonly prefix: string;
  /** The file that says who holds it. */
  readonly claim: string;
}

/**
 * Claims a free block `127.a.b.0/24` for processes that shall meet no others that run at the same time. The claim ends with the
 * process that holds it, or with {@link releaseAddressBlock}.
 *
 * @param owner the process whose life the claim follows
 * @param port one that will be used, to see whether another user's process is there
 * @throws OpsError `OUT_OF_PORTS` when none was found in 200 tries, `ADDRESS_MISSING` where loopback addresses must be added first,
 * `PERMISSION_DENIED` when the claims cannot be kept where only this user can write
 */
export async function claimAddressBlock(owner: ProcessIdentity, port: number): Promise<AddressBlock> {
  const directory = await claimsFolder('blocks');
  for (let tries = 0; tries < TRIES; tries += 1) {
    const prefix = `127.${randomInt(64, 250)}.${randomInt(1, 250)}`;
    const claim = join(directory, prefix);
    if (!(await claimForProcess(claim, owner))) continue;
    let isFree = false;
    try {
      isFree = await canListen({ address: `${prefix}.1`, port });
    } finally {
      if (!isFree) await releaseAddressBlock(claim);
    }
    if (isFree) return { prefix, claim };
  }
  throw hostErrors.OUT_OF_PORTS({ message: `No free loopback address block was found in ${TRIES} tries` });
}

/** Gives a block back. */
export async function releaseAddressBlock(claim: string): Promise<void> {
  await releaseClaim(claim);
}
