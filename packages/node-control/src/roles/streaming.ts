import type { CallOptions } from './call-options.ts';

/** How far one direction of a stream session is. */
export interface StreamProgress {
  /** Files done. */
  readonly completedFiles: number;
  /** Files in all. */
  readonly totalFiles: number;
  /** Bytes done. */
  readonly completedBytes: number;
  /** Bytes in all. */
  readonly totalBytes: number;
}

/** A stream session with one peer. */
export interface StreamSession {
  /** `address:port` of the peer. */
  readonly peer: string;
  /** Cassandra's session state, such as `STREAMING`. */
  readonly state: string;
  /** What comes in. */
  readonly receiving: StreamProgress;
  /** What goes out. */
  readonly sending: StreamProgress;
}

/** A running stream plan. */
export interface StreamPlan {
  /** Its id, a UUID. */
  readonly planId: string;
  /** What it is for: `Bootstrap`, `Repair`, … */
  readonly description: string;
  /** Sessions, one a peer. */
  readonly sessions: readonly StreamSession[];
}

/** What a node sends to peers and receives from them: bootstrap, repair, rebuild, and so on. */
export interface NodeStreaming {
  /** Streams (bootstrap, repair, rebuild, …) that run now. */
  streamStats(options?: CallOptions): Promise<readonly StreamPlan[]>;
}
