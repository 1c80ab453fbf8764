import { spawn } from 'node:child_process';
import type { CommandContext } from '@ringside/cli-kit';
import type { InitPlan } from '@ringside/sidecar-setup';
import { sidecarProgram } from './common.ts';

/** Runs the sidecar of a node as the node's user, its output here, until it ends or this command is interrupted. */
export async function runForeground({ signal }: CommandContext, { node, layout }: InitPlan): Promise<number> {
  const user = process.geteuid?.() === 0 ? { uid: node.uid, gid: node.gid } : {};
  const child = spawn(process.execPath, [sidecarProgram(), '--config', layout.configuration], {
    stdio: ['ignore', 'inherit', 'inherit'],
    ...user,
  });
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(signal.aborted ? 0 : (code ?? 1)));
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
