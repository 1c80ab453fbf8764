import { basename } from 'node:path';

/** A file that was opened. */
export interface Opening {
  /** The whole path, links resolved. */
  readonly path: string;
  readonly isWrite: boolean;
  /** The thread that opened it, and the process that this is a thread of. */
  readonly thread: string;
  readonly process: string;
  /** The name of the program that the process runs; empty for the one that was traced, before it runs anything. */
  readonly program: string;
}

/** How strace is called to tell which files a command and all that it starts open; a script is opened by what runs it. */
export function traced(trace: string, command: readonly string[]): readonly string[] {
  const calls = 'trace=?open,openat,?openat2,execve,?fork,?vfork,clone,?clone3';
  // Calls of no other kind stop a process, and a signal is no news; the end of a process is: its id is given out again.
  return ['strace', '-f', '-q', '--seccomp-bpf', '-y', '-e', calls, '-e', 'signal=none', '-o', trace, ...command];
}

/** Reads the trace of strace, line by line, in order. What was looked for in vain is left out. */
export class TraceReader {
  readonly #processOf = new Map<string, string>();
  readonly #programOf = new Map<string, string>();
  /** The beginning of a call that another thread's line has cut in two. */
  readonly #begun = new Map<string, string>();

  /** @returns what the line says was opened, if that is what it says */
  read(line: string): Opening | undefined {
    const [, thread = '', said = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const call = this.#whole(thread, said);
    if (call === undefined) return undefined;
    if (/^v?fork|^clone/.test(call)) this.#begin(thread, call);
    if (call.startsWith('execve')) this.#execute(thread, call);
    return call.startsWith('open') ? this.#opening(thread, call) : undefined;
  }

  #whole(thread: string, said: string): string | undefined {
    if (said.startsWith('+++')) this.#forget(thread);
    const cut = said.indexOf(' <unfinished ...>');
    if (cut !== -1) {
      this.#begun.set(thread, said.slice(0, cut));
      return undefined;
    }
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(said)?.[1];
    return rest === undefined ? said : `${this.#begun.get(thread) ?? ''}${rest}`;
  }

  #begin(parent: string, call: string): void {
    const child = / = (\d+)$/.exec(call)?.[1];
    if (child === undefined) return;
    const process = this.#process(parent);
    this.#processOf.set(child, call.includes('CLONE_THREAD') ? process : child);
    // It may have run a program already: lines of a child can come before that of its parent.
    if (!this.#programOf.has(child)) this.#programOf.set(child, this.#programOf.get(process) ?? '');
  }

  #forget(thread: string): void {
    for (const known of [this.#processOf, this.#programOf, this.#begun]) known.delete(thread);
  }

  #execute(thread: string, call: string): void {
    const program = call.endsWith(' = 0') ? /^execve\("([^"]*)"/.exec(call)?.[1] : undefined;
    if (program !== undefined) this.#programOf.set(this.#process(thread), basename(program));
  }

  #opening(thread: string, call: string): Opening | undefined {
    // The result tells the whole path, also of a file that was opened by a relative one.
    const path = / = \d+<(.*)>$/.exec(call)?.[1];
    if (path === undefined) return undefined;
    const process = this.#process(thread);
    const isWrite = /O_WRONLY|O_RDWR/.test(call);
    return { path, isWrite, thread, process, program: this.#programOf.get(process) ?? '' };
  }

  #process(thread: string): string {
    return this.#processOf.get(thread) ?? thread;
  }
}
