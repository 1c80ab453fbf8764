import { formatEndpoint } from '@ringside/model';
import type { RingEndpoint } from '@ringside/node-control';

const WORST_FIRST = ['Down', '?', 'Up'] as const;

/**
 * Merges several nodes' views of the ring pessimistically: an endpoint is Up only if every view takes it for up; one that a view
 * does not know has the status `?` there; any movement that one view sees is seen. What else is told of it comes from the first
 * view that knows it.
 */
export function mergeEndpoints(views: readonly (readonly RingEndpoint[])[]): readonly RingEndpoint[] {
  const seen = new Map<string, RingEndpoint[]>();
  for (const endpoint of views.flat()) {
    const id = formatEndpoint(endpoint);
    seen.set(id, [...(seen.get(id) ?? []), endpoint]);
  }
  return [...seen.values()].map((sightings) => merge(sightings, views.length));
}

function merge(sightings: readonly RingEndpoint[], views: number): RingEndpoint {
  const statuses = new Set<RingEndpoint['status']>(sightings.map(({ status }) => status));
  if (sightings.length < views) statuses.add('?');
  const moving = sightings.find(({ state }) => state !== 'Normal');
  return {
    ...(sightings[0] as RingEndpoint),
    status: WORST_FIRST.find((status) => statuses.has(status)) ?? '?',
    state: moving?.state ?? 'Normal',
    replacing: sightings.some(({ replacing }) => replacing),
  };
}
