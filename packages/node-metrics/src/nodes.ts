import type { Logger } from '@ringside/core';
import { composeFamilies, type Family } from '@ringside/metrics';
import type { MetricsNode } from './collect/group.ts';
import type { CollectSettings } from './collect/settings.ts';
import { createCollector } from './collector.ts';

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
  /** Gives up what is being read. */
  close(): void;
}

/** Collects from several nodes at once, none of which waits for another. */
export function createNodesMetrics({ nodes, settings, logger }: NodesMetricsOptions): NodesMetrics {
  const collectors = settings === undefined ? [] : nodes.map((each) => createCollector({ ...each, settings, logger }));
  return {
    async collect(signal) {
      const collections = await Promise.all(collectors.map((collector) => collector.collect({ signal })));
      return composeFamilies(...collections.map(({ families }) => families));
    },
    close: () => collectors.forEach((collector) => collector.close()),
  };
}
