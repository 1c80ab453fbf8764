import { expect, it } from 'vitest';
import { locate } from './locate.ts';

const range = (start: string, end: string, ...replicas: string[]): { start: string; end: string; replicas: string[] } => ({
  start,
  end,
  replicas,
});

it('locate() finds the replicas of a key, in a range that wraps too', () => {
  const ranges = [range('-5', '5', '127.0.0.1:7000'), range('5', '-5', '127.0.0.2:7000', '127.0.0.3:7000')];
  const { token, replicas } = locate('alice', ranges);
  expect(token < -5n || token > 5n).toBe(true);
  expect(replicas).toEqual(['127.0.0.2', '127.0.0.3']);
});
