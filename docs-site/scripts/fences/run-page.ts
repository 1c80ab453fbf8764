import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fence } from '../../plugins/fences/fence.ts';
import { relocate, toPlace } from '../quick-start/place.ts';
import { drift } from './compare.ts';
import { CqlSessions } from './run-cql.ts';
import type { Page } from './page.ts';
import { keyspaces, leftovers } from './leftovers.ts';
import { type Ring, ROOT } from './ring.ts';
import { type Outcome, runBash } from './run-bash.ts';
import { makeRunFolder, removeRunFolder } from './run-folder.ts';
import { modulePath, runTs } from './run-ts.ts';

/** What one fence printed, and what is wrong with that, if anything. */
export interface FenceResult {
  readonly fence: Fence;
  readonly printed: string;
  readonly fault?: string;
  readonly elapsedMs: number;
}

/** What running a page came to. */
export interface PageResult {
  readonly page: Page;
  readonly fences: readonly FenceResult[];
  /** What the page left behind that it should not. */
  readonly leftovers: readonly string[];
  readonly elapsedMs: number;
}

interface Stage {
  readonly page: Page;
  readonly ring: Ring;
  readonly folder: string;
  readonly cql: CqlSessions;
  readonly signal?: AbortSignal;
}

const UNTIL_LIMIT_MS = 60_000;
const POLL_MS = 500;

/** Runs a page's fences in their order on a ring, and puts the ring back as it was. A fence that cannot be run ends the page. */
export async function runPage(page: Page, ring: Ring, signal?: AbortSignal): Promise<PageResult> {
  const startMs = performance.now();
  const scratch = await makeRunFolder();
  const folder = join(scratch, 'ringside');
  await mkdir(folder);
  const cql = new CqlSessions(ring.portBase + 42);
  const before = await keyspaces(ring);
  const fences: FenceResult[] = [];
  let rings: readonly string[] = [];
  try {
    for (const fence of page.fences.filter(({ notRun }) => notRun === undefined)) {
      const result = await runFence(fence, { page, ring, folder, cql, ...(signal === undefined ? {} : { signal }) });
      fences.push(result);
      if (isBroken(result)) break;
    }
  } finally {
    await cql.close();
    rings = await removeRunFolder(scratch);
  }
  const left = rings.map((home) => `It leaves the ring in ${relative(folder, home)} running: a page stops the rings that it starts.`);
  return { page, fences, leftovers: [...left, ...(await leftovers(ring, before))], elapsedMs: performance.now() - startMs };
}

const BROKEN = 'This fence';
const NOT_SHOWN = 'Nothing is shown';

/** True when a fence did not do what it should: it failed, did not fail, or never printed what was waited for. */
export function isBroken({ fault }: FenceResult): boolean {
  return fault?.startsWith(BROKEN) ?? false;
}

/** True when a fence did what it should, and printed something although the page shows no output of it. */
export function isNotShown({ fault }: FenceResult): boolean {
  return fault?.startsWith(NOT_SHOWN) ?? false;
}

async function runFence(fence: Fence, stage: Stage): Promise<FenceResult> {
  const startMs = performance.now();
  const { output, failed } = await untilMatches(fence, stage);
  const printed = shown(output, stage);
  const fault = faultOf(fence, printed, failed);
  return { fence, printed, elapsedMs: performance.now() - startMs, ...(fault === undefined ? {} : { fault }) };
}

async function untilMatches(fence: Fence, stage: Stage): Promise<Outcome> {
  const endMs = performance.now() + UNTIL_LIMIT_MS;
  for (;;) {
    const outcome = await take(fence, stage);
    if (fence.until === undefined || fence.until.test(shown(outcome.output, stage)) || performance.now() > endMs) return outcome;
    await sleep(POLL_MS, undefined, stage.signal === undefined ? {} : { signal: stage.signal });
  }
}

function take(fence: Fence, { page, ring, folder, cql, signal }: Stage): Promise<Outcome> {
  const code = toPlace(fence.code, ring);
  const surroundings = { folder, home: ring.home, ...(signal === undefined ? {} : { signal }) };
  if (fence.language === 'cql') return cql.run(code, fence.node, signal);
  return fence.language === 'bash' ? runBash(code, surroundings) : runTs(modulePath(page, fence.line), code, surroundings);
}

/** What was printed, as a reader in `~/ringside` with default ports would see it. */
function shown(output: string, { ring, folder }: Stage): string {
  return relocate(output.replaceAll(folder, '~/ringside'), { ...ring, root: ROOT });
}

function faultOf(fence: Fence, printed: string, failed: boolean): string | undefined {
  if (failed !== fence.fails) {
    return fence.fails ? `${BROKEN} should fail, and did not. It printed:\n${printed}` : `${BROKEN} failed:\n${printed}`;
  }
  if (fence.until !== undefined && !fence.until.test(printed))
    return `${BROKEN} never printed ${fence.until}; at last it printed:\n${printed}`;
  if (fence.output !== undefined) {
    const differs = drift(fence.output.text, printed, fence.output.vary);
    return differs === '' ? undefined : `What is shown is not what was printed (- shown, + printed):\n${differs}`;
  }
  return printed === '' || fence.quiet !== undefined ? undefined : `${NOT_SHOWN}, but it printed:\n${printed}`;
}
