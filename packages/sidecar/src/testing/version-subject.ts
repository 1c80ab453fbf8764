import type { NodeControl } from '@ringside/node-control';
import type { ContactPoints } from './real-routes.ts';
import type { NodeAccess } from './real-sidecar.ts';

/** A node of a real ring of two. */
export interface VersionNode extends NodeAccess {
  readonly control: NodeControl;
  readonly storagePort: number;
  readonly datacenter: string;
  readonly rack: string;
}

/** What the suite of a version judges. */
export interface VersionSubject {
  /** The exact version that must run. */
  readonly version: string;
  /** Two nodes, so that each has a peer that sees it come and go. Not shared: one of them is drained. */
  readonly ring: () => ContactPoints & { readonly directory: string; node(index: number): VersionNode };
}
