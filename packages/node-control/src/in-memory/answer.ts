import type { CallOptions } from '../roles/call-options.ts';
import type { InMemoryNode } from './node.ts';

/** Makes a method of a role out of what it does: it counts the call, lets the test interfere, and heeds the signal. */
export type Answer = <Args extends readonly unknown[], T>(name: string, act: (...args: Args) => T) => (...args: Args) => Promise<T>;

/** How a node in memory answers. */
export function answerOf(node: InMemoryNode): Answer {
  return (name, act) =>
    async (...args) => {
      node.calls.push(name);
      for (const { signal } of args.filter((arg): arg is CallOptions => typeof arg === 'object' && arg !== null))
        if (signal?.aborted) throw signal.reason;
      await node.before();
      return act(...args);
    };
}
