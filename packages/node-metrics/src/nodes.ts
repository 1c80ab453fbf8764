import type { Logger } from '@ringside/core';
import { composeFamilies, type Family } from '@ringside/metrics';
import type { MetricsNode } from './collect/group.ts';
import type { CollectSettings } from './collect/settings.ts';
import { createCollector } from './collector.ts';
import { type History, keepHistory, NO_HISTORY } from './history/history.ts';

/** What {@link createNodesMetrics} takes. */
export interface NodesMetricsOptions {
  /** Each node, and what its series are labelled with. */
  readonly nodes: readonly { readonly node: string; readonly source: MetricsNode }[];
  /** How metrics are collected; undefined for none. */
  readonly settings: CollectSettings | undefined;
  /** Told at debug what failed. Default: says nothing. */
  readonly logger?: Logger | undefined;
}

/** The metrics of all nodes that somebody runs beside. */
export interface NodesMetrics {
  /** Their families, those of one name together. See `Collector.collect()` of this package. */
  collect(signal: AbortSignal): Promise<readonly Family[]>;
  /** The last hour of a node, by what its series are labelled with. */
  history(node: string): History;
  /** Gives up what is being read. */
  close(): void;
}

/** Collects from several nodes at once, none of which waits for another. */
export function createNodesMetrics({ nodes, settings, logger }: NodesMetricsOptions): NodesMetrics {
  const collectors = settings === undefined ? [] : nodes.map((each) => createCollector({ ...each, settings, logger }));
  const histories = new Map(settings === undefined ? [] : nodes.map((each) => [each.node, keepHistory({ ...each, settings, logger })]));
  return {
    history: (node) => histories.get(node)?.read() ?? NO_HISTORY,
    async collect(signal) {
      const collections = await Promise.all(collectors.map((collector) => collector.collect({ signal })));
      return composeFamilies(...collections.map(({ families }) => families));
    },
    close: () => {
      for (const each of [...collectors, ...histories.values()]) each.close();
    },
  };
}
