/**
 * Pictures of a ring: pure geometry, and React components that render to static SVG. The dashboard and the documentation share them.
 *
 * @packageDocumentation
 */
export { colourOf } from './palette.ts';
export { describeReplicas, type ReplicaRow, ReplicaRows, type ReplicaRowsProps, replicasInBoth } from './replicas/replica-rows.tsx';
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
