import { defineChange, option, parsed, text } from '@ringside/cli-kit';
import type { ClusterNode, YamlSettings } from '@ringside/cassandra-node';
import type { Cluster } from '@ringside/cluster';
import { errors, type OpsError, parseJson } from '@ringside/core';
import { findNodes, NODES_OPERAND, openRing } from './common.ts';
import { upgradeInTurn } from './upgrade-in-turn.ts';

const SETTINGS = parsed((word, what): YamlSettings => {
  const value = parseJson(word, what);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as YamlSettings;
  throw errors.JSON_MALFORMED({
    message: `${what} is not valid JSON: it is not an object`,
    remedy: `Write an object of cassandra.yaml settings, like '{"storage_compatibility_mode":"NONE"}'.`,
  });
});

/** `ringside cluster upgrade`. */
export const command = defineChange({
  description: `Upgrades nodes in place, one after the other: fetches the version, drains the node, stops it, starts it again with the newer Cassandra or other
settings over its data, and waits until the others see it up. A node that runs all of it already is left as it is, so that the same command goes on after
a failure. There is no downgrade: take a snapshot first.`,
  operands: { node: NODES_OPERAND },
  options: {
    cassandra: option('--cassandra <version>', text, 'A line such as 4.1, or an exact version', { defaultText: 'the version it runs' }),
    yaml: option('--settings <json>', SETTINGS, 'Settings of cassandra.yaml over those that it has'),
  },
  examples: [
    { command: 'ringside cluster upgrade node1 --cassandra 5.0', doc: 'the first step of a rolling upgrade' },
    {
      command: `ringside cluster upgrade node1 node2 node3 --settings '{"storage_compatibility_mode":"NONE"}'`,
      doc: 'a setting, node by node',
    },
  ],
  async run(context, { operands, options }) {
    const cluster = await openRing(context);
    const nodes = findNodes(cluster, operands.node);
    const { cassandra, yaml, dryRun } = options;
    if (cassandra === undefined && yaml === undefined) throw asksNothing();
    const upgrade = { cassandra, yaml: yaml ?? {} };
    const planned = nodes.map((node) => describe(cluster, node, cluster.plannedUpgrade(node, upgrade)));
    if (dryRun) {
      const due = await Promise.all(nodes.map((node) => cluster.needsUpgrade(node, upgrade)));
      context.print({ dryRun: true, action: 'upgrade', nodes: planned.filter((_, index) => due[index]) }, () =>
        planned.map((one, index) => would(one, due[index] === true)).join(''),
      );
      return;
    }
    const { signal } = context;
    await upgradeInTurn(nodes, (node) => cluster.upgradeNode(node, upgrade, { signal }), signal);
    context.print({ action: 'upgraded', nodes: planned }, () =>
      planned.map((one) => `${one.node} (${one.address}) runs Cassandra ${one.to}${from(one)}\n`).join(''),
    );
  },
});

interface Step {
  readonly node: string;
  readonly address: string;
  readonly from: string;
  readonly to: string;
}

function describe(cluster: Cluster, node: ClusterNode, to: string): Step {
  return { node: node.name, address: node.address, from: cluster.versionOf(node), to };
}

function would(step: Step, due: boolean): string {
  const node = `${step.node} (${step.address})`;
  return due
    ? `Would restart ${node} with Cassandra ${step.to}${from(step)}\n`
    : `Would leave ${node} as it is: it runs Cassandra ${step.to}, as asked\n`;
}

function from(step: Step): string {
  return step.from === step.to ? '' : `, after ${step.from}`;
}

function asksNothing(): OpsError {
  return errors.INVALID_ARGUMENT({
    message: 'Neither a version nor a setting was named, so there is nothing to upgrade to',
    remedy: 'Say --cassandra 5.0, for one. To restart a node as it is: ringside cluster stop, then start.',
  });
}
