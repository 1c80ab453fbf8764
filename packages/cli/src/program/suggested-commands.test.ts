import { buildProgram, plainStyle, type RingSummary } from '@ringside/cli-kit';
import { summaryText } from '@ringside/local-ring/testing';
import { expect, it } from 'vitest';
import { wholeProgram } from './whole-program.ts';

const summary: RingSummary = {
  cassandraVersion: '5.0.9',
  directory: '/home/me/ringside/.ringside',
  nodes: [{ name: 'node1', address: '127.0.0.1', datacenter: 'dc1', rack: 'rack1' }],
  contactPoints: ['127.0.0.1:9042'],
  localDatacenter: 'dc1',
  sidecars: ['http://127.0.0.1:9043'],
  launcherPid: 42,
};

it('ringside up suggests three commands that the program understands as they stand', async () => {
  const cli = await wholeProgram();
  const commands = summaryText(summary, plainStyle).match(/^ {2}npx ringside .*?(?= {2})/gm) ?? [];
  expect(commands).toHaveLength(3);
  for (const command of commands) {
    const ran: unknown[] = [];
    const program = buildProgram(cli, { out: () => undefined, columns: () => 80, coloured: false }, async (spec) => void ran.push(spec));
    await program.parseAsync(command.trim().split(' ').slice(2), { from: 'user' });
    expect([command, ran.length]).toEqual([command, 1]);
  }
});
