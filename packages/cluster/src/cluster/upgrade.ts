import { isDeepStrictEqual } from 'node:util';
import { errors } from '@ringside/core';
import { resolveCassandra, supportedCassandra } from '@ringside/cassandra-install';
import { checkSettings, mergeSettings, type NodeIdentity, type NodeSettings, type YamlSettings } from '@ringside/cassandra-node';
import type { RingState } from './state.ts';

/** What a node is to run from its next start on. */
export interface NodeUpgrade {
  /** A line such as `4.1`, or an exact version; the one that it runs by default. */
  readonly cassandra?: string | undefined;
  /** Settings of cassandra.yaml over those that it has, such as `{ storage_compatibility_mode: 'NONE' }`. */
  readonly yaml?: YamlSettings | undefined;
}

/** What a node is started with. */
export interface NodeLaunch {
  readonly version: string;
  readonly settings: NodeSettings;
}

/** The exact version that a node runs from its next start on. Pure. */
export function versionOf(state: RingState, name: string): string {
  return state.nodes.find((node) => node.name === name)?.cassandra ?? state.cassandraVersion;
}

/** What a node of a ring is started with. Pure. */
export function launchOf(state: RingState, name: string): NodeLaunch {
  const own = state.nodes.find((node) => node.name === name)?.yaml ?? {};
  return { version: versionOf(state, name), settings: { ...state.settings, yaml: mergeSettings(state.settings.yaml, own) } };
}

/**
 * The state in which one node runs something newer. What all nodes have by then becomes the ring's own, so that a node that joins later has
 * it too. Pure.
 *
 * @throws OpsError `INVALID_ARGUMENT` for an older version or a throwaway ring, `CONFIG_UNKNOWN_KEY` for a setting, old or new, that the version does not know
 */
export function withUpgrade(state: RingState, name: string, { cassandra, yaml = {} }: NodeUpgrade): RingState {
  const { version: from, settings } = launchOf(state, name);
  assertDurable(settings);
  const to = cassandra === undefined ? from : resolveCassandra(cassandra);
  assertNotOlder(name, from, to);
  checkSettings({ version: to, yaml: mergeSettings(settings.yaml, yaml), configOverrideJson: JSON.stringify(settings.override ?? {}) });
  const upgraded = state.nodes.map((node) =>
    node.name === name ? { ...node, cassandra: to, yaml: mergeSettings(node.yaml ?? {}, yaml) } : node,
  );
  return settled({ ...state, nodes: upgraded });
}

function assertDurable({ mode }: NodeSettings): void {
  if (mode === 'durable') return;
  const remedy = 'Make the ring with mode: durable and a folder.';
  throw errors.INVALID_ARGUMENT({
    message: 'A node of a throwaway ring does not outlive its process, so it cannot be upgraded',
    remedy,
  });
}

/** Cassandra reads what older releases wrote, and not what newer ones did. */
function assertNotOlder(name: string, from: string, to: string): void {
  const all = Object.keys(supportedCassandra);
  if (all.indexOf(to) >= all.indexOf(from)) return;
  throw errors.INVALID_ARGUMENT({
    message: `${name} runs Cassandra ${from}, and ${to} cannot read what it wrote: there is no downgrade`,
    remedy: `Name ${from} or a later version.`,
  });
}

/** True when an upgrade changes nothing of what a node is started with. Pure. @throws OpsError as {@link withUpgrade} does */
export function isUpgraded(state: RingState, name: string, upgrade: NodeUpgrade): boolean {
  return isDeepStrictEqual(launchOf(withUpgrade(state, name, upgrade), name), launchOf(state, name));
}

/** The newest version of all nodes, and those that run an older one. Pure. */
export function newestOf(state: RingState): { readonly version: string; readonly behind: readonly string[] } {
  const all = Object.keys(supportedCassandra);
  const versions = state.nodes.map(({ name }) => versionOf(state, name));
  const [version = state.cassandraVersion] = versions.toSorted((a, b) => all.indexOf(b) - all.indexOf(a));
  return { version, behind: state.nodes.filter((_, index) => versions[index] !== version).map(({ name }) => name) };
}

/** Moves up what every node says alike. Pure. */
export function settled(state: RingState): RingState {
  const [first, ...others] = state.nodes;
  const said = ({ cassandra = state.cassandraVersion, yaml = {} }: NodeIdentity): object => ({ cassandra, yaml });
  if (first === undefined || others.some((node) => !isDeepStrictEqual(said(node), said(first)))) return state;
  const nodes = state.nodes.map(({ cassandra: _cassandra, yaml: _yaml, ...node }) => node);
  const yaml = mergeSettings(state.settings.yaml, first.yaml ?? {});
  return { ...state, cassandraVersion: versionOf(state, first.name), settings: { ...state.settings, yaml }, nodes };
}
