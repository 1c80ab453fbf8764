import { createSidecarClient } from '@ringside/api';
import { describedRoutes } from '@ringside/api/described-routes';
import { Errors } from 'typebox/schema';
import { expect, it } from 'vitest';
import { startOverSimulation } from '../testing/simulated-sidecar.ts';

it('observationEvents tells of the nodes at once, as its schema says, and ends when the sidecar stops', async () => {
  const { sidecar } = await startOverSimulation();
  const events = await createSidecarClient({ baseUrl: sidecar.url }).observationEvents();
  const told: unknown[] = [];
  for await (const event of events) {
    told.push(event);
    if (told.length === 1) void sidecar.stop(0);
  }
  // Whether the sidecar knows by then who it is, is not said.
  expect(told).toEqual([{ cursor: expect.stringMatching(/^\d+-0$/), about: [] }]);
  expect(Errors(describedRoutes.observationEvents.answer.schema ?? {}, told[0])[1]).toEqual([]);
});
