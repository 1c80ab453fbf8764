#!/usr/bin/env node
import { surviveClosedTerminal } from '@ringside/host';
import { processIo } from './output/io.ts';
import { endSoon } from './program/end-of-process.ts';
import { processInterrupts } from './program/interrupt.ts';
import { runCli } from './program/run-cli.ts';

surviveClosedTerminal();
const interrupts = processInterrupts();
for (const stream of [process.stdout, process.stderr]) stream.on('error', (error) => interrupts.outputFailed(error));

process.exitCode = await runCli(process.argv.slice(2), processIo(), interrupts);
endSoon();
