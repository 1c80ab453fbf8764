import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeAtomically } from '../files.ts';
import type { NodePaths } from './paths.ts';

/** The user name of Jolokia's basic authentication; the secret is the password. */
const JOLOKIA_USER = 'ringside';

/** What the agent of one node is told. */
export interface JolokiaPlan {
  readonly address: string;
  readonly port: number;
  /** The text of the policy file. */
  readonly policy: string;
}

/**
 * The node's Jolokia secret, made at the first call and kept in a file that only its owner may read.
 *
 * @returns 43 characters of base64url, 256 random bits
 */
export async function jolokiaSecret(paths: NodePaths): Promise<string> {
  try {
    const kept = (await readFile(paths.secret, 'utf8')).trim();
    if (kept.length >= 43) return kept;
  } catch {
    // None yet.
  }
  const secret = randomBytes(32).toString('base64url');
  await writeAtomically(paths.secret, secret, 0o600);
  return secret;
}

/**
 * Writes the agent's options and policy. The agent reads them through `config=`, so no secret stands in the command line, which every
 * user of the machine can read.
 *
 * @returns the options of `-javaagent`
 */
export async function writeJolokiaFiles(paths: NodePaths, plan: JolokiaPlan): Promise<string> {
  const secret = await jolokiaSecret(paths);
  await writeAtomically(paths.jolokiaPolicy, plan.policy, 0o600);
  await writeAtomically(paths.jolokia, renderJolokiaProperties(plan, paths.jolokiaPolicy, secret), 0o600);
  return `config=${paths.jolokia}`;
}

/** Renders the agent's options file. Pure. */
export function renderJolokiaProperties(plan: JolokiaPlan, policyFile: string, secret: string): string {
  const options: Readonly<Record<string, string | number>> = {
    host: plan.address,
    port: plan.port,
    // The default executor is one thread: a long operation would block every read.
    executor: 'cached',
    discoveryEnabled: 'false',
    disableDetectors: 'true',
    serializeLong: 'string',
    policyLocation: `file://${policyFile}`,
    authMode: 'basic',
    user: JOLOKIA_USER,
    password: secret,
  };
  return Object.entries(options)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
