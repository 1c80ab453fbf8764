import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { errorFromWire, errors, type OpsError } from '@ringside/core';
import { datacentersWord } from './datacenters.ts';
import type { UpEvent, UpSink } from './events.ts';
import { thisProgram } from './this-program.ts';
import type { UpOptions } from './up-options.ts';

/** The launcher's log when it runs in the background. */
export function launcherLog(home: string): string {
  return join(home, 'launcher.log');
}

/**
 * Starts a launcher in the background, in a session of its own, and passes its events on until its ring is ready.
 *
 * @throws OpsError what the launcher failed with; `ABORTED` when the signal aborts first, after the launcher has stopped again
 */
export async function detach(home: string, options: UpOptions, sink: UpSink, signal: AbortSignal): Promise<void> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const log = openSync(launcherLog(home), 'a', 0o600);
  const [node = '', ...program] = thisProgram();
  const child = spawn(node, [...program, ...launcherWords(home, options)], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const onAbort = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: UpEvent) => {
        if (message.type === 'failed') return reject(errorFromWire(message.error, errors.INTERNAL.status, errors.INTERNAL));
        sink(message);
        if (message.type === 'ready') resolve();
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(endedEarly(home, code, signal)));
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (child.connected) child.disconnect();
    child.unref();
  }
}

function launcherWords(home: string, options: UpOptions): string[] {
  const words = ['up', '--supervise', '--directory', home];
  const valued = {
    '--nodes': options.nodes,
    '--datacenters': options.datacenters && datacentersWord(options.datacenters),
    '--memory': options.heapBytes,
    '--cassandra': options.cassandra,
    '--port-base': options.portBase,
  };
  for (const [flag, value] of Object.entries(valued)) if (value !== undefined) words.push(flag, String(value));
  if (options.fresh) words.push('--fresh');
  if (options.accord) words.push('--accord');
  if (!options.docs) words.push('--no-docs');
  return words;
}

function endedEarly(home: string, code: number | null, signal: AbortSignal): OpsError {
  if (signal.aborted)
    return errors.ABORTED({
      message: 'Starting the ring was interrupted',
      remedy: 'It was stopped again: run ringside up when you are ready.',
    });
  return errors.INTERNAL({
    message: `The launcher ended with ${code === null ? 'a signal' : `exit code ${code}`}; its log is ${launcherLog(home)}`,
    remedy: 'Read that log, then run ringside up again.',
  });
}

/** Sends events to the process that waits for this launcher, as long as there is one. */
export function parentSink(): UpSink {
  return (event) => {
    if (process.send !== undefined && process.connected) process.send(event, () => undefined);
  };
}
