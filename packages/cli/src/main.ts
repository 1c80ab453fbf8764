#!/usr/bin/env node
import { endSoon, processInterrupts, processIo, runCli } from '@ringside/cli-kit';
import { surviveClosedTerminal } from '@ringside/host';
import { wholeProgram } from './program/whole-program.ts';

surviveClosedTerminal();
const interrupts = processInterrupts();
for (const stream of [process.stdout, process.stderr]) stream.on('error', (error) => interrupts.outputFailed(error));

process.exitCode = await runCli(await wholeProgram(), process.argv.slice(2), processIo(), interrupts);
endSoon();
