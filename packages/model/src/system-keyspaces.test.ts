import { expect, it } from 'vitest';
import { isSystemKeyspace } from './system-keyspaces.ts';

it('isSystemKeyspace() knows Cassandra’s own keyspaces, and not those that only look like them', () => {
  for (const name of ['system', 'system_auth', 'system_views', 'system_accord', 'System'])
    expect([name, isSystemKeyspace(name)]).toEqual([name, true]);
  for (const name of ['', 'systems', 'system_', 'system_orders', 'orders', 'constructor'])
    expect([name, isSystemKeyspace(name)]).toEqual([name, false]);
});
