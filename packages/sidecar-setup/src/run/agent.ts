import { type Clock, isOpsError, waitUntil } from '@ringside/core';
import { askJvm, createLeanFetch, hostErrors } from '@ringside/host';
import { createJolokiaControl, jolokiaAgentProperties, jolokiaPolicy, newJolokiaSecret } from '@ringside/jolokia-control';
import { setupErrors } from '../errors.ts';
import type { Layout } from '../plan/layout.ts';
import { agentUrl, type Place } from '../plan/plan-init.ts';
import { readOwnSecret } from './own-file.ts';

const ANSWER_LIMIT_MS = 20_000;
const POLL_MS = 100;
const ONE_ANSWER_MS = 5_000;

/** What the agent of every node is allowed. */
export const agentPolicy: string = jolokiaPolicy();

/** A new secret, and the options of an agent that knows it. */
export function newAgentSecret(
  { address: host, port }: Place,
  { policy: policyFile }: Layout,
): { readonly secret: string; readonly options: string } {
  const secret = newJolokiaSecret();
  return { secret, options: jolokiaAgentProperties({ host, port, secret, policyFile }) };
}

/**
 * Asks a node's agent, with the secret of the folder, which version its Cassandra is. The secret goes only to an agent that has proved to know it.
 *
 * @returns the version, such as `5.0.9`; the fault where it does not answer, or has another secret
 */
export async function askAgent(place: Place, { secret }: Layout): Promise<string | Error> {
  try {
    const control = createJolokiaControl({
      url: agentUrl(place),
      secret: () => readOwnSecret(secret),
      fetch: createLeanFetch({ keepsConnections: false }),
      timeoutMs: ONE_ANSWER_MS,
    });
    return (await control.identity()).releaseVersion;
  } catch (error) {
    return error as Error;
  }
}

/**
 * Loads the agent into the running JVM of this process's effective user, and waits until it answers.
 *
 * @throws OpsError `JVM_REFUSED`, `AGENT_SILENT`, and what `askJvm()` throws
 */
export async function attachAgent(pid: number, place: Place, layout: Layout, clock: Clock, signal?: AbortSignal): Promise<void> {
  await loadAgent(pid, `${layout.agent}=config=${layout.agentOptions}`, clock, signal);
  const answers = async (): Promise<string | undefined> => {
    const answer = await askAgent(place, layout);
    if (typeof answer === 'string') return answer;
    throw answer;
  };
  const result = await waitUntil(answers, { clock, pollMs: POLL_MS, withinMs: ANSWER_LIMIT_MS, signal });
  if (result.outcome === 'met') return;
  const why = result.outcome === 'deadline' && isOpsError(result.lastError) ? `: ${result.lastError.message}` : '';
  throw setupErrors.AGENT_SILENT({
    message: `The control agent was attached to process ${pid} and does not answer at ${agentUrl(place)}${why}`,
  });
}

/** Has the agent of a running JVM stop: its port is closed, and its classes stay until the JVM ends. */
export async function stopAgent(pid: number, layout: Layout, clock: Clock, signal?: AbortSignal): Promise<void> {
  await loadAgent(pid, `${layout.agent}=config=${layout.agentOptions},mode=stop`, clock, signal);
}

async function loadAgent(pid: number, agent: string, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  const { code, text } = await askJvm(pid, ['load', 'instrument', 'false', agent], { clock, signal });
  const result = /return code: (-?\d+)/.exec(text)?.[1] ?? String(code);
  if (code === 0 && result === '0') return;
  throw hostErrors.JVM_REFUSED({
    message: `The JVM of process ${pid} did not load the control agent (result ${result}): ${text.split('\n')[0]}`,
  });
}
