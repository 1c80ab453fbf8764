/**
 * Pictures of a ring: pure geometry, and React components that render to static SVG. The dashboard and the documentation share them.
 *
 * @packageDocumentation
 */
export {
  type Bar,
  BalanceBars,
  balanceBars,
  type BalanceBarsProps,
  type BalancePanel,
  balanceScale,
  describeBalance,
} from './balance/balance-bars.tsx';
export {
  conversationPath,
  describeGossip,
  type GossipConversation,
  type GossipNode,
  GossipPicture,
  type GossipPictureProps,
} from './gossip/gossip-picture.tsx';
export { colourOf } from './palette.ts';
export { PhiChart, type PhiChartProps, type PhiSample, timeMarks } from './phi/phi-chart.tsx';
export { describeReplicas, type ReplicaRow, ReplicaRows, type ReplicaRowsProps, replicasInBoth } from './replicas/replica-rows.tsx';
export { isDense, rackOf, ringColours } from './ring/colours.ts';
export { DenseRingPicture, type DenseRingPictureProps } from './ring/dense-ring-picture.tsx';
export {
  arcOf,
  arcPath,
  type Point,
  pointAt,
  type RingArc,
  type RingGeometry,
  ringGeometry,
  type RingNode,
  turnsOf,
} from './ring/geometry.ts';
export { describeRing, RingPicture, type RingPictureProps } from './ring/ring-picture.tsx';
export { CompactionPicture, type CompactionPictureProps, describeLanes } from './compaction/compaction-picture.tsx';
export { layOutLanes, type PlacedBox, type PlacedLane, type SSTableBox, type SSTableLane } from './compaction/layout.ts';
export { type ComparedNode, type ComparedRow, describeMerkle, MerklePicture, type MerklePictureProps } from './merkle/merkle-picture.tsx';
export { barWidth, type BoundBar, BoundsPicture, type BoundsPictureProps, describeBounds } from './partition-size/bounds-picture.tsx';
export { TimeChart, type TimeChartProps, type TimeLine } from './time-chart/time-chart.tsx';
