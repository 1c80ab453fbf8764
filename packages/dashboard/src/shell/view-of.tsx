import type { JSX } from 'react';
import { ActivityView } from '../activity/activity-view.tsx';
import { AdviceView } from '../advice/advice-view.tsx';
import type { Address, View } from '../address/address.ts';
import type { Go } from '../address/use-address.ts';
import { ClientsView } from '../clients/clients-view.tsx';
import { HistoryView } from '../history/history-view.tsx';
import { KeyspacesView } from '../keyspaces/keyspaces-view.tsx';
import type { Observation } from '../live/observation.ts';
import { NodesView } from '../nodes/nodes-view.tsx';
import { OneNode } from '../nodes/one-node.tsx';
import { Overview } from '../overview/overview.tsx';
import { RingView } from '../ring/ring-view.tsx';
import { SettingsView } from '../settings/settings-view.tsx';
import { SnapshotsView } from '../snapshots/snapshots-view.tsx';

/** What {@link ViewOf} shows and reports. */
export interface ViewOfProps {
  readonly address: Address;
  /** Undefined before the cluster was seen. */
  readonly observation: Observation | undefined;
  readonly go: Go;
}

/** Of each view what it shows of the cluster; it is not drawn before that was seen. */
const OF_CLUSTER: Partial<Readonly<Record<View, (props: ViewOfProps & { readonly observation: Observation }) => JSX.Element>>> = {
  overview: ({ observation, address, go }) => (
    <Overview observation={observation} address={address} onConsistency={(consistency) => go({ ...address, consistency })} />
  ),
  ring: RingView,
  nodes: NodesView,
  keyspaces: KeyspacesView,
  advice: AdviceView,
};

/** Of each other view what it shows of the node beside the sidecar. */
const OF_ONE_NODE: Partial<Readonly<Record<View, () => JSX.Element>>> = {
  history: HistoryView,
  activity: ActivityView,
  clients: ClientsView,
  snapshots: () => <SnapshotsView sidecar={location.origin} />,
  settings: SettingsView,
};

/** Whether a view needs the cluster as it was observed. */
export function isOfCluster(view: View): boolean {
  return OF_CLUSTER[view] !== undefined;
}

/** The view that the address names. */
export function ViewOf({ address, observation, go }: ViewOfProps): JSX.Element | null {
  const Cluster = OF_CLUSTER[address.view];
  const Node = OF_ONE_NODE[address.view];
  if (Cluster !== undefined) return observation === undefined ? null : <Cluster observation={observation} address={address} go={go} />;
  if (Node === undefined) return null;
  return (
    <>
      <OneNode nodes={observation?.nodes} address={address} />
      <Node />
    </>
  );
}
