import { randomUUID } from 'node:crypto';
import { systemClock } from '@ringside/core';
import type { Route } from '@ringside/route-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where it is noted who asked for which change, and how that ended. */
export interface Audit {
  /**
   * Notes something. It is kept for good when this resolves.
   *
   * @throws OpsError when it cannot be noted: the change is not made then
   */
  append(facts: Readonly<Record<string, string | number | null>>): Promise<void>;
}

/** The most of a path or a body that is noted. */
const LONGEST = 500;

/**
 * Notes that a change is asked for, before anything of it is done, and later how it was answered. The latter cannot be taken back: where it cannot be noted,
 * the log of the server says so.
 */
export async function noteChange(audit: Audit, route: Route, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const id = randomUUID();
  const startMs = systemClock.monotonicMs();
  await audit.append({ event: 'asked', id, route: route.id, ...requestFacts(request), ...bodyFacts(route, request.body) });
  reply.raw.once('close', () => {
    const { writableFinished, statusCode } = reply.raw;
    const durationMs = Math.round(systemClock.monotonicMs() - startMs);
    audit
      .append({ event: 'answered', id, status: writableFinished ? statusCode : 'aborted', durationMs })
      .catch((error: unknown) => request.log.error({ err: error, id }, 'How a change ended could not be noted in the audit log'));
  });
}

function requestFacts({ method, url, ip, caller }: FastifyRequest): Readonly<Record<string, string | null>> {
  return { request: `${method} ${url}`.slice(0, LONGEST), who: caller?.name ?? null, by: caller?.by ?? 'nothing', from: ip };
}

function bodyFacts({ audit }: Route, body: unknown): Readonly<Record<string, string>> {
  return audit === 'body' && body instanceof Buffer ? { body: body.toString('utf8').slice(0, LONGEST) } : {};
}

const WINDOW_MS = 60_000;
const MOST_REFUSALS = 10;

/** Notes requests that were refused for who sent them. Ten a minute; of more, how many there were: nobody pushes the rest out of the log by asking often. */
export function noteRefusals(app: FastifyInstance, audit: Audit): void {
  let [sinceMs, noted, omitted] = [-Infinity, 0, 0];
  app.addHook('onResponse', async (request, { statusCode }) => {
    if (statusCode !== 401 && statusCode !== 403) return;
    const nowMs = systemClock.monotonicMs();
    if (nowMs - sinceMs >= WINDOW_MS) [sinceMs, noted] = [nowMs, 0];
    if ((noted += 1) > MOST_REFUSALS) return void (omitted += 1);
    const before: Readonly<Record<string, number>> = omitted === 0 ? {} : { omittedBefore: omitted };
    omitted = 0;
    await audit
      .append({ event: 'refused', status: statusCode, ...requestFacts(request), ...before })
      .catch((error: unknown) => request.log.error({ err: error }, 'A refused request could not be noted in the audit log'));
  });
}
