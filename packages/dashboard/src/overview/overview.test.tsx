import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { type ObservedLike, observed } from '../testing/observed.ts';
import { Overview } from './overview.tsx';

function draw(like: ObservedLike): string {
  return renderToStaticMarkup(<Overview observation={observed(like)} address={{ view: 'overview' }} onConsistency={() => undefined} />);
}

describe('the overview', () => {
  it('of a healthy cluster says so in one sentence, and has no list of what is wrong', () => {
    const html = draw({ keyspaces: { orders: 3 } });
    expect(html).toContain('3 of 3 nodes are up; requests at QUORUM succeed everywhere.');
    expect(html).not.toContain('What is wrong');
  });

  it('shows of a dead node who says what, and where to look', () => {
    const html = draw({ nodes: [{}, {}, { state: 'dead', sentence: 'dead: its process ended 1.2 s ago; gossip still has it up' }] });
    expect(html).toContain('127.0.0.3 is dead: its process ended 1.2 s ago; gossip still has it up.');
    expect(html).toContain('process ended');
    expect(html).toContain('1.2 s ago');
    expect(html).toContain('href="#/nodes/127.0.0.3%3A7000"');
  });

  it('of a single node says in words that keyspaces ask for more replicas, and shows none as unavailable', () => {
    const html = draw({ nodes: [{}], keyspaces: { system_distributed: 3 } });
    expect(html).toContain('system_distributed asks for more replicas than this cluster has nodes (1). That is not a fault');
    expect(html).toContain('The cluster is healthy');
    expect(html).not.toContain('unavailable');
  });

  it('of a cluster without keyspaces says that there are none', () => {
    expect(draw({})).toContain('No keyspace is replicated.');
  });
});
