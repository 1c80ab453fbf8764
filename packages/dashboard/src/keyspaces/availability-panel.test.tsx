import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AvailabilityPanel, describeReplication, describeSummary } from './availability-panel.tsx';

const summary = { total: 3, available: 2, underReplicated: 0, unavailable: 1 };

describe('the availability panel', () => {
  it('says in words what the bar shows, leaving out what there is none of', () => {
    expect(describeSummary(summary)).toBe('of 3 ranges: 2 available, 1 unavailable');
    expect(describeSummary({ total: 0, available: 0, underReplicated: 0, unavailable: 0 })).toBe('no ranges');
  });

  it('writes replication without its package', () => {
    expect(describeReplication({ class: 'org.apache.cassandra.locator.NetworkTopologyStrategy', dc1: '3' })).toBe(
      'NetworkTopologyStrategy dc1 3',
    );
    expect(describeReplication({ class: 'SimpleStrategy', replication_factor: '2' })).toBe('SimpleStrategy 2');
  });

  it('shows every keyspace', () => {
    const keyspaces = ['orders', 'events'].map((keyspace) => ({ keyspace, replication: { class: 'SimpleStrategy' }, summary, ranges: [] }));
    const html = renderToStaticMarkup(<AvailabilityPanel keyspaces={keyspaces} />);
    expect(html).toContain('orders');
    expect(html).toContain('events');
  });
});
