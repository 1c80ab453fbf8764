import type { OpsErrorJson } from '@ringside/core';
import type { RingSummary } from '@ringside/cli-kit';

/** What `ringside up` says while it works: the same events whether it runs in the foreground or sends them from the background. */
export type UpEvent =
  | { readonly type: 'begin'; readonly title: string }
  | { readonly type: 'progress'; readonly fraction?: number; readonly detail: string }
  | { readonly type: 'end'; readonly title: string; readonly elapsedMs: number }
  | { readonly type: 'note'; readonly level: 'info' | 'warn'; readonly text: string }
  | { readonly type: 'ready'; readonly summary: RingSummary }
  | { readonly type: 'failed'; readonly error: OpsErrorJson & { readonly exitCode: number } };

/** Takes events; never throws. */
export type UpSink = (event: UpEvent) => void;

/** Says how far the running step is. */
export type StepProgress = (progress: { readonly fraction?: number; readonly detail: string }) => void;
