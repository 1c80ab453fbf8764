import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { type Bounds, errors, throwIfOver } from '@ringside/core';
import { diskFullOr, hostErrors, runCommand } from '@ringside/host';
import type { Host } from '../java/host.ts';

/**
 * The folder where Ringside keeps what it can fetch again: `RINGSIDE_CACHE`, else `ringside` in the user's cache folder
 * (`XDG_CACHE_HOME` or `~/.cache` after the XDG Base Directory Specification, `~/Library/Caches` on macOS).
 */
export function ringsideCache(host: Host): string {
  const chosen = host.env['RINGSIDE_CACHE'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const xdg = host.env['XDG_CACHE_HOME'];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'ringside');
  return join(host.homeDirectory, host.platform === 'darwin' ? 'Library/Caches' : '.cache', 'ringside');
}

/** The folder of the Java that was fetched because this machine had none; see `fetchJava`. */
export function javaCache(host: Host): string {
  return join(ringsideCache(host), 'java');
}

/** The folder of the Maven that was fetched because this machine had none; see `fetchMaven`. */
export function mavenCache(host: Host): string {
  return join(ringsideCache(host), 'maven');
}

/**
 * Makes a cache folder and tries it.
 *
 * @throws OpsError `CACHE_NOT_WRITABLE`, `DISK_FULL`
 */
export async function prepareCache(directory: string): Promise<void> {
  const probe = join(directory, `.probe-${randomUUID()}`);
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const full = diskFullOr(error, directory);
    if (full !== error) throw full;
    throw hostErrors.CACHE_NOT_WRITABLE({
      message: `Cannot write the cache folder ${directory}: ${error instanceof Error ? error.message : String(error)}`,
      remedy: 'Make it writable, or point RINGSIDE_CACHE at another folder.',
      cause: error,
    });
  }
}

/**
 * Checks that programs may run from a folder. Cassandra's libraries (JNA, netty, snappy, zstd) unpack native code into
 * `java.io.tmpdir` and load it from there, which a file system mounted `noexec` forbids.
 *
 * @param directory an existing folder; a small script is written there, run and removed
 * @throws OpsError `PERMISSION_DENIED` when it may not be written or is mounted `noexec`, `ABORTED`
 */
export async function assertExecutableFolder(directory: string, { signal, deadline }: Bounds = {}): Promise<void> {
  throwIfOver({ signal, deadline }, `Checking ${directory}`);
  const script = join(directory, `.ringside-${randomUUID()}`);
  try {
    await writeFile(script, '#!/bin/sh\nexit 0\n', { mode: 0o700 }).catch((error: unknown) => refuseFolder(directory, error));
    const { startError } = await runCommand([script], { timeoutMs: 10_000, signal, deadline });
    // Only EACCES speaks of the mount; ETXTBSY, for one, means that another thread is just starting a program.
    if (startError !== undefined && /EACCES/.test(startError.message)) refuseFolder(directory, new Error('it is mounted noexec'));
  } finally {
    await rm(script, { force: true }).catch(() => undefined);
  }
}

function refuseFolder(directory: string, reason: unknown): never {
  throw errors.PERMISSION_DENIED({
    message: `The folder for temporary files ${directory} may not be used: ${reason instanceof Error ? reason.message : String(reason)}`,
    remedy: 'Point TMPDIR at a folder that you may write and that is not mounted noexec.',
    cause: reason,
  });
}
