import { type CqlShell, openCqlShell } from '@ringside/cqlsh';
import type { Outcome } from './run-bash.ts';

/** The CQL sessions of one page, one for each coordinator that it speaks to, opened when first needed. */
export class CqlSessions {
  readonly #port: number;
  readonly #shells = new Map<number, CqlShell>();

  constructor(port: number) {
    this.#port = port;
  }

  /** Runs statements in a coordinator's session, to the end or to the first that fails, and returns what a shell prints. */
  async run(text: string, node: number, signal?: AbortSignal): Promise<Outcome> {
    const shell = await this.#shell(node, signal);
    const printed: string[] = [];
    for await (const { output, failed } of shell.run(text, signal === undefined ? {} : { signal })) {
      if (output !== '') printed.push(output);
      if (failed) return { output: printed.join('\n'), failed };
    }
    return { output: printed.join('\n'), failed: false };
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#shells.values()].map((shell) => shell.close()));
    this.#shells.clear();
  }

  async #shell(node: number, signal: AbortSignal | undefined): Promise<CqlShell> {
    const known = this.#shells.get(node);
    if (known !== undefined) return known;
    const shell = await openCqlShell({ contactPoints: [`127.0.0.${node}`], port: this.#port, ...(signal === undefined ? {} : { signal }) });
    this.#shells.set(node, shell);
    return shell;
  }
}
