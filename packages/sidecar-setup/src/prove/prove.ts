import { blocksIn } from '../plan/drop-in.ts';
import type { Layout } from '../plan/layout.ts';
import { agentOptions, agentUrl } from '../plan/plan-init.ts';
import type { SetupRecord } from '../plan/record.ts';
import { askAgent } from '../run/agent.ts';
import { asUser } from '../run/as-user.ts';
import { readOptions } from '../run/options-file.ts';
import { health, sidecarUrl } from '../run/sidecar-health.ts';
import type { SetupCheck } from './check.ts';

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

async function checkNextStart(record: SetupRecord, layout: Layout): Promise<SetupCheck> {
  const name = 'Next start';
  const { name: node, optionsFile, permanent } = record;
  const options = agentOptions(layout).join(' ');
  if (optionsFile === undefined && permanent === false)
    return {
      name,
      outcome: 'waiting',
      found: 'left alone (--no-permanent): the agent will be gone',
      remedy: `Keep it: ringside sidecar init --node ${node}`,
    };
  if (optionsFile === undefined)
    return { name, outcome: 'problem', found: 'the agent will be gone', remedy: `Give the JVM of the node these options: ${options}` };
  const text = await readOptions(optionsFile, record).catch(() => undefined);
  const isThere = agentOptions(layout).every((option) =>
    blocksIn(text ?? '')
      .get(node)
      ?.includes(`\n${option}\n`),
  );
  if (isThere) return { name, outcome: 'ok', found: `${optionsFile} loads the agent` };
  return { name, outcome: 'problem', found: `${optionsFile} does not load the agent`, remedy: `Run ringside sidecar init --node ${node}` };
}

async function checkSidecar({ name: node, sidecar, unitFile }: SetupRecord, layout: Layout): Promise<readonly SetupCheck[]> {
  const url = sidecarUrl(sidecar);
  const start =
    unitFile === undefined
      ? `Start ringside-sidecar with the configuration ${layout.configuration}`
      : `See why: journalctl -u ${layout.unit}; start it: systemctl start ${layout.unit}`;
  const own = await health(`${url}/api/v1/__health`);
  const self: SetupCheck = {
    name: 'Sidecar',
    outcome: own === 'OK' ? 'ok' : 'problem',
    found: `${url}: ${own}`,
    ...(own !== 'OK' && { remedy: start }),
  };
  if (own !== 'OK') return [self];
  const [cql, control] = [await health(`${url}/api/v1/cassandra/native/__health`), await health(`${url}/api/v1/cassandra/jmx/__health`)];
  const log =
    unitFile === undefined ? 'Read the log of the sidecar, which says why.' : `Read its log, which says why: journalctl -u ${layout.unit}`;
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
