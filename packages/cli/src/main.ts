#!/usr/bin/env node
import { processIo } from './output/io.ts';
import { processInterrupts } from './program/interrupt.ts';
import { runCli } from './program/run-cli.ts';

// A reader that has seen enough (`ringside ring | head`) closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), processIo(), processInterrupts());
