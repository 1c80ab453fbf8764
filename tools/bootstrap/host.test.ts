import { expect, test, vi } from 'vitest';
import { bundleIsCurrent } from './host-bundle.ts';

vi.setConfig({ testTimeout: 120_000 });

test('what the bootstrap runs of @ringside/host is made of its sources as they are; if not: npm run bootstrap:host', async () => {
  expect(await bundleIsCurrent()).toBe(true);
});
