import { spawnSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import { isRunning } from './identity.ts';
import { lifeOf, markOf, parseMark, type ProcessMark } from './mark.ts';

const own = markOf();

describe.runIf(process.platform === 'linux')('the life of a marked process (skipped where there is no /proc)', () => {
  const [boot = ''] = own.startedAt.split(':');
  const gone = { pid: spawnSync(process.execPath, ['--version']).pid, startedAt: `${boot}:1` };
  it.each<[string, Partial<ProcessMark>, string]>([
    ['of this one', {}, 'running'],
    ['of this machine under another name', { host: 'renamed' }, 'running'],
    ['of one that has ended here', gone, 'ended'],
    ['of this machine before it was started again', { startedAt: 'another-boot:1' }, 'ended'],
    ['of this container before the machine was started again', { pidNamespace: 'pid:[1]', startedAt: 'another-boot:1' }, 'ended'],
    ['of this container before it was started again', { pidNamespace: 'pid:[1]' }, 'unseen'],
    ['of another container', { host: 'f00dfeed', pidNamespace: 'pid:[1]' }, 'elsewhere'],
    ['of another machine', { host: 'other', startedAt: 'another-boot:1' }, 'elsewhere'],
  ])('%s', (_, change, life) => {
    expect(lifeOf({ ...own, ...change })).toBe(life);
  });
});

test('a mark is read again, and anything else is none', () => {
  expect(parseMark(JSON.stringify(own))).toEqual(own);
  expect(isRunning(own)).toBe(true);
  for (const text of ['', '{"pid": 1', 'null', '{"pid":"1","startedAt":"x"}', '{"pid":1}']) expect(parseMark(text)).toBeUndefined();
});
