import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeAtomically } from '@ringside/host';
import { jolokiaAgentProperties, jolokiaPolicy } from '@ringside/jolokia-control';
import type { NodePaths } from './paths.ts';

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;

/**
 * The node's Jolokia secret, made at the first call and kept in a file that only its owner may read.
 *
 * @returns 43 characters of base64url: 256 random bits
 */
export async function jolokiaSecret(paths: NodePaths): Promise<string> {
  const kept = await readFile(paths.secret, 'utf8').catch(() => '');
  if (/^[\w-]{43}$/.test(kept)) return kept;
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  await writeAtomically(paths.secret, secret, OWNER_ONLY);
  return secret;
}

/**
 * Writes the agent's options and policy. The agent reads them through `config=`, so no secret stands in the command line, which every
 * user of the machine can read.
 *
 * @param address loopback address to listen on
 * @returns the options of `-javaagent`
 */
export async function writeJolokiaFiles(paths: NodePaths, address: string, port: number): Promise<string> {
  const secret = await jolokiaSecret(paths);
  const properties = jolokiaAgentProperties({ host: address, port, secret, policyFile: paths.jolokiaPolicy });
  await writeAtomically(paths.jolokiaPolicy, jolokiaPolicy(), OWNER_ONLY);
  await writeAtomically(paths.jolokia, properties, OWNER_ONLY);
  return `config=${paths.jolokia}`;
}
