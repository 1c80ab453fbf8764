import { randomInt } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpsError } from '@ringside/core';
import { type ProcessIdentity, isRunning } from '../node/process.ts';
import { canListen } from './port-owner.ts';

const TRIES = 200;

/** A block of loopback addresses that nobody else uses while it is held. */
export interface AddressBlock {
  /** The first three numbers, such as `127.88.4`. */
  readonly prefix: string;
  /** The file that says who holds it. */
  readonly claim: string;
}

/**
 * Claims a free block `127.a.b.0/24` for a throwaway ring, so that rings that run at the same time never meet. The claim ends with the
 * process that holds it, or with {@link releaseAddressBlock}.
 *
 * @param owner the process whose life the claim follows
 * @param port one that the ring will use, to see whether another user's ring is there
 * @throws OpsError `OUT_OF_PORTS` when none was found in 200 tries, `ADDRESS_MISSING` where loopback addresses must be added first
 */
export async function claimAddressBlock(owner: ProcessIdentity, port: number): Promise<AddressBlock> {
  const directory = join(tmpdir(), `ringside-blocks-${process.getuid?.() ?? 0}`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (let tries = 0; tries < TRIES; tries += 1) {
    const prefix = `127.${randomInt(64, 250)}.${randomInt(1, 250)}`;
    const claim = join(directory, prefix);
    if (!(await claimFile(claim, owner))) continue;
    let isFree = false;
    try {
      isFree = await canListen({ address: `${prefix}.1`, port });
    } finally {
      if (!isFree) await releaseAddressBlock(claim);
    }
    if (isFree) return { prefix, claim };
  }
  throw new OpsError('OUT_OF_PORTS', { message: `No free loopback address block was found in ${TRIES} tries` });
}

/** Gives a block back. */
export async function releaseAddressBlock(claim: string): Promise<void> {
  await rm(claim, { force: true });
}

async function claimFile(file: string, owner: ProcessIdentity): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    if (await heldByLiving(file)) return false;
    await rm(file, { force: true });
    // Left for the next try: two that find the same dead claim must not both take it.
    return false;
  }
}

async function heldByLiving(file: string): Promise<boolean> {
  try {
    return isRunning(JSON.parse(await readFile(file, 'utf8')) as ProcessIdentity);
  } catch {
    return false;
  }
}
