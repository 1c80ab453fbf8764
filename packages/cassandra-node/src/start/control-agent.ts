import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { writeAtomically } from '@ringside/host';
import { jolokiaAgentProperties, jolokiaPolicy, newJolokiaSecret } from '@ringside/jolokia-control';
import type { NodePaths } from '../paths.ts';

const OWNER_ONLY = 0o600;

/**
 * Makes sure that a node has a file with a secret: a sidecar may be started beside a node that was never started. What is in it then is worth nothing,
 * since the start of the node writes another one.
 */
export async function ensureSecretFile({ root, secret: file }: NodePaths): Promise<void> {
  if (existsSync(file)) return;
  await mkdir(root, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${newJolokiaSecret()}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  // Unlike a rename, a link never takes the place of what a start has written meanwhile.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
}

/**
 * Makes a new secret for the start of a node, and writes it, the agent's options and its policy into files that only their owner may read. The agent
 * reads its options through `config=`, so no secret stands in the command line, which every user of the machine can read. Whatever
 * was sent to the node's port before opens nothing from then on.
 *
 * @param address loopback address to listen on
 * @returns the options of `-javaagent`
 */
export async function writeAgentFiles(paths: NodePaths, address: string, port: number): Promise<string> {
  const secret = newJolokiaSecret();
  const properties = jolokiaAgentProperties({ host: address, port, secret, policyFile: paths.agentPolicy });
  await writeAtomically(paths.agentPolicy, jolokiaPolicy(), OWNER_ONLY);
  await writeAtomically(paths.agentOptions, properties, OWNER_ONLY);
  await writeAtomically(paths.secret, `${secret}\n`, OWNER_ONLY);
  return `config=${paths.agentOptions}`;
}
