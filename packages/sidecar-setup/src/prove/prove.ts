import { readFile } from 'node:fs/promises';
import { isOpsError } from '@ringside/core';
import { createLeanFetch } from '@ringside/host';
import { formatEndpoint } from '@ringside/model';
import { blocksIn } from '../plan/drop-in.ts';
import type { Layout } from '../plan/layout.ts';
import { agentOptions, agentUrl } from '../plan/plan-init.ts';
import type { SetupRecord } from '../plan/record.ts';
import { askAgent } from '../run/agent.ts';
import { asUser } from '../run/as-user.ts';
import type { SetupCheck } from './check.ts';

const ANSWER_MS = 10_000;

/** Checks every part of a setup on the running system. Changes nothing. */
export async function prove(record: SetupRecord, layout: Layout): Promise<readonly SetupCheck[]> {
  const agent = await checkAgent(record, layout);
  const [nextStart, sidecar] = [await checkNextStart(record, layout), await checkSidecar(record, layout)];
  return [agent, nextStart, ...sidecar];
}

async function checkAgent(record: SetupRecord, layout: Layout): Promise<SetupCheck> {
  const name = 'Control agent';
  const answer = await asUser(record, () => askAgent(record.agent, layout));
  const place = agentUrl(record.agent);
  if (typeof answer === 'string') return { name, outcome: 'ok', found: `Cassandra ${answer} answers at ${place}` };
  const remedy = `Restart the node, or attach to it now: ringside sidecar init --node ${record.name}`;
  return { name, outcome: record.optionsFile === undefined ? 'problem' : 'waiting', found: `${place}: ${answer.message}`, remedy };
}

async function checkNextStart({ name: node, optionsFile }: SetupRecord, layout: Layout): Promise<SetupCheck> {
  const name = 'Next start';
  const options = agentOptions(layout).join(' ');
  if (optionsFile === undefined)
    return { name, outcome: 'problem', found: 'the agent will be gone', remedy: `Give the JVM of the node these options: ${options}` };
  const text = await readFile(optionsFile, 'utf8').catch(() => '');
  const isThere = agentOptions(layout).every((option) => blocksIn(text).get(node)?.includes(`\n${option}\n`));
  if (isThere) return { name, outcome: 'ok', found: `${optionsFile} loads the agent` };
  return { name, outcome: 'problem', found: `${optionsFile} does not load the agent`, remedy: `Run ringside sidecar init --node ${node}` };
}

async function checkSidecar({ name: node, sidecar }: SetupRecord, { configuration }: Layout): Promise<readonly SetupCheck[]> {
  const url = `http://${formatEndpoint(sidecar)}`;
  const start = `Start ringside-sidecar with the configuration ${configuration}`;
  const own = await health(`${url}/api/v1/__health`);
  const self: SetupCheck = {
    name: 'Sidecar',
    outcome: own === 'OK' ? 'ok' : 'problem',
    found: `${url}: ${own}`,
    ...(own !== 'OK' && { remedy: start }),
  };
  if (own !== 'OK') return [self];
  const [cql, control] = [await health(`${url}/api/v1/cassandra/native/__health`), await health(`${url}/api/v1/cassandra/jmx/__health`)];
  const log = 'Read the log of the sidecar, which says why.';
  return [
    self,
    {
      name: 'CQL',
      outcome: cql === 'OK' ? 'ok' : 'problem',
      found: `${node} through the sidecar: ${cql}`,
      ...(cql !== 'OK' && { remedy: log }),
    },
    {
      name: 'Control',
      outcome: control === 'OK' ? 'ok' : 'waiting',
      found: `the agent through the sidecar: ${control}`,
      ...(control !== 'OK' && { remedy: log }),
    },
  ];
}

/** `OK`, or what is wrong in a few words. */
async function health(url: string): Promise<string> {
  const fetch = createLeanFetch({ keepsConnections: false });
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    const text = await answer.text();
    return answer.ok ? 'OK' : answer.status === UNHEALTHY ? 'NOT OK' : `HTTP ${answer.status} ${text.slice(0, 200)}`;
  } catch (error) {
    return isOpsError(error) ? error.message : ((error as NodeJS.ErrnoException).code ?? 'no answer');
  }
}

const UNHEALTHY = 503;
