import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

const LOWEST_PRIORITY = 19;

/** Where the documentation is, in the clone that this program belongs to. */
export interface DocsPlace {
  /** The root of the clone. */
  readonly workspace: string;
  /** The folder that the built pages are in. */
  readonly build: string;
}

/** Finds the documentation's folder; `undefined` for a Ringside that was installed without its sources. */
export function findDocs(from: string = fileURLToPath(import.meta.url)): DocsPlace | undefined {
  for (let folder = dirname(from); dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json')) && existsSync(join(folder, 'docs-site', 'package.json'))) {
      return { workspace: folder, build: join(folder, 'docs-site', 'build') };
    }
  }
  return undefined;
}

/** True when the dashboard, which every sidecar serves at `/`, is built in this clone. */
export function dashboardIsBuilt(): boolean {
  const place = findDocs();
  return place !== undefined && existsSync(join(place.workspace, 'packages', 'dashboard', 'dist', 'index.html'));
}

/** True when the pages are there. */
export function docsAreBuilt(place: DocsPlace): boolean {
  return existsSync(join(place.build, 'index.html'));
}

/** A build that runs. */
export interface DocsBuild {
  /** Resolves to what went wrong, or to `undefined` when the pages are there; never rejects. */
  readonly done: Promise<string | undefined>;
  /** Ends it with all its children. */
  stop(): void;
}

/** Builds the documentation in the background at the lowest priority, with its output in a log file. */
export function buildDocs(place: DocsPlace, logFile: string): DocsBuild {
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn('npx', ['nx', 'run', 'docs-site:build'], { cwd: place.workspace, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  if (child.pid !== undefined) {
    try {
      setPriority(child.pid, LOWEST_PRIORITY);
    } catch {
      // A system that refuses leaves it at the usual priority.
    }
  }
  const done = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? undefined : `it ended with ${code === null ? signal : `exit code ${code}`}; see ${logFile}`),
    );
  });
  return { done, stop: () => killGroup(child.pid) };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended.
  }
}
