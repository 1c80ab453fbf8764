import { expect, test } from 'vitest';
import { connectionsIn } from './open-connections.ts';
import { type CutNode, cutRules } from './rules.ts';
import { cgroupMount } from './support.ts';

const node = (number: number, open: CutNode['open'] = []): CutNode => ({
  address: `127.0.0.${number}`,
  cgroup: `ringside/ab-node${number}`,
  open,
});

test('a cut drops what either side sends to the other, known by its control group, and nothing within a side', () => {
  const script = cutRules({ table: 'ringside_ab', storagePort: 7000, isolated: [node(3)], others: [node(1), node(2)] });
  const drops = script.split('\n').filter((line) => line.endsWith('drop'));
  const group = (number: number): string => `socket cgroupv2 level 2 "ringside/ab-node${number}"`;
  expect(drops).toEqual([
    `${group(3)} ip daddr { 127.0.0.1, 127.0.0.2 } tcp dport 7000 drop`,
    `${group(1)} ip daddr { 127.0.0.3 } tcp dport 7000 drop`,
    `${group(2)} ip daddr { 127.0.0.3 } tcp dport 7000 drop`,
    `${group(3)} ip saddr { 127.0.0.1, 127.0.0.2 } tcp sport 7000 drop`,
    `${group(1)} ip saddr { 127.0.0.3 } tcp sport 7000 drop`,
    `${group(2)} ip saddr { 127.0.0.3 } tcp sport 7000 drop`,
  ]);
  expect(script).toContain('delete table inet ringside_ab');
});

test('connections that were open before the cut are cut too, if they lead to the other side', () => {
  const open = [
    { localPort: 40_001, to: '127.0.0.3' },
    { localPort: 40_002, to: '127.0.0.2' },
  ];
  const script = cutRules({ table: 't', storagePort: 7000, isolated: [node(3)], others: [node(1, open), node(2)] });
  expect(script).toContain('ip daddr 127.0.0.3 tcp sport 40001 tcp dport 7000 drop');
  expect(script).toContain('ip saddr 127.0.0.3 tcp sport 7000 tcp dport 40001 drop');
  expect(script).not.toContain('40002');
});

test('connections are read from the kernel’s tables, also those of a program that uses IPv6 sockets', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:9C41 0300007F:1B58 01 00000000:00000000 00:00000000 00000000     0        0 4711 1',
    '   1: 0100007F:9C42 0300007F:2352 01 00000000:00000000 00:00000000 00000000     0        0 4712 1',
    '   2: 0000000000000000FFFF00000100007F:9C43 0000000000000000FFFF00000200007F:1B58 01 00000000:00000000 00:00000000 00000000 0 0 4713 1',
  ].join('\n');
  expect(connectionsIn(table, 7000)).toEqual([
    { localPort: 40_001, to: '127.0.0.3', inode: '4711' },
    { localPort: 40_003, to: '127.0.0.2', inode: '4713' },
  ]);
});

test('control groups of version 2 are found where they are mounted, and missed where they are not', () => {
  const hybrid =
    'tmpfs /sys/fs/cgroup tmpfs rw 0 0\ncgroup /sys/fs/cgroup/cpu cgroup rw 0 0\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n';
  expect(cgroupMount(hybrid)).toBe('/sys/fs/cgroup/unified');
  expect(cgroupMount('cgroup /sys/fs/cgroup/cpu cgroup rw 0 0\n')).toBeUndefined();
});
