import { homedir } from 'node:os';

/** What a search of this machine may look at; a test gives a made-up one. */
export interface Host {
  /** The environment variables, e.g. `PATH` and `JAVA_HOME`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The operating system as Node names it: `linux`, `darwin`, … */
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly homeDirectory: string;
  /** What absolute system folders such as `/usr/lib/jvm` are read below: `/` on a real host. */
  readonly rootDirectory: string;
}

/** The host this process runs on. */
export function thisHost(): Host {
  return { env: process.env, platform: process.platform, homeDirectory: homedir(), rootDirectory: '/' };
}
