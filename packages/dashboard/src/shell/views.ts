import type { Address, View } from '../address/address.ts';

/** What the navigation calls each view. */
export const VIEW_TITLES: Readonly<Record<View, string>> = {
  overview: 'Overview',
  ring: 'Ring',
  nodes: 'Nodes',
  keyspaces: 'Keyspaces',
  advice: 'Advice',
  history: 'Last hour',
  activity: 'Activity',
  clients: 'Clients',
  snapshots: 'Snapshots',
  settings: 'Settings',
};

/** The title of what is shown, the most particular first, as tabs and bookmarks are cut at the end. */
export function titleOf({ view, node, keyspace, table }: Address): string {
  const name = table !== undefined && keyspace !== undefined ? `${keyspace}.${table}` : (node ?? keyspace);
  return `${name === undefined ? '' : `${name} · `}${VIEW_TITLES[view]} · Ringside`;
}
