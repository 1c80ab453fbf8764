import { type Clock, errors } from '@ringside/core';
import { askJvm, hostErrors } from '@ringside/host';
import { nodeControlErrors } from '@ringside/node-control';

/**
 * Has a running JVM of this user execute a diagnostic command, as `jcmd` does, but without a JVM of its own for that.
 *
 * @param pid the process; it must be a JVM, because a signal wakes its listener that would end any other program
 * @param command such as `VM.version`; no secrets, since the JVM may log it
 * @param signal ends the wait for the JVM
 * @returns what the command prints
 * @throws OpsError `NODE_REFUSED` with the JVM's words, `OPERATION_TIMED_OUT` for one that is frozen, `PERMISSION_DENIED` when something is in
 * the way, `ABORTED`
 */
export async function diagnose(pid: number, command: string, clock: Clock, signal?: AbortSignal): Promise<string> {
  const { code, text } = await askJvm(pid, ['jcmd', command], { clock, signal }).catch(inWordsOfNodes);
  if (code === 0) return text;
  throw nodeControlErrors.NODE_REFUSED({ message: `Process ${pid} refused ${command.split(' ')[0]}: ${text.split('\n')[0]}` });
}

function inWordsOfNodes(thrown: unknown): never {
  if (errors.NOT_FOUND.is(thrown))
    throw nodeControlErrors.NODE_REFUSED({ message: thrown.message, remedy: 'Start the node, then try again.', cause: thrown });
  // These JVMs were started by us and never refuse to be attached to: one that does not open its listener is frozen.
  if (hostErrors.JVM_REFUSED.is(thrown)) throw errors.OPERATION_TIMED_OUT({ message: thrown.message, cause: thrown });
  throw thrown;
}
