import { errors } from '@ringside/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Live } from '../live/use-live.ts';
import { LoadedView } from './loaded.tsx';

function draw(live: Live<string>): string {
  return renderToStaticMarkup(
    <LoadedView live={live} needs={['nodes', 'availability']} what="the cluster">
      {(value) => <p>{value}</p>}
    </LoadedView>,
  );
}

const gone = errors.INTERNAL({ message: 'No sidecar answers at here', remedy: 'Start it.' });
const forbidden = errors.FORBIDDEN({ message: 'viewer may not do this', remedy: 'Ask.' });

describe('what the sidecar is asked for', () => {
  it('says what is waited for, and is not drawn before', () => {
    expect(draw({ value: undefined, error: undefined, atMs: undefined })).toContain('Asking the sidecar for the cluster …');
  });

  it('says what is wrong, what to do, and that it goes on trying', () => {
    const html = draw({ value: undefined, error: gone, atMs: undefined });
    for (const words of ['No sidecar answers at here', 'Start it.', 'The page keeps trying.']) expect(html).toContain(words);
    expect(html).not.toContain('Asking');
  });

  it('shows the last answer beside what is wrong since, and from when it is', () => {
    const html = draw({ value: 'three nodes', error: gone, atMs: 0 });
    expect(html).toContain('three nodes');
    expect(html).toContain('What you see is from ');
  });

  it('names the permissions that are missing', () => {
    expect(draw({ value: undefined, error: forbidden, atMs: undefined })).toContain('This page needs RING:READ and TOPOLOGY:READ.');
  });
});
