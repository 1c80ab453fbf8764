#!/usr/bin/env node
import './small-heap.ts';

// Not at the top: all that is imported there is read and compiled before any of it runs, so before the heap is kept small.
const { runProgram } = await import('./program.ts');
await runProgram(process.argv.slice(2));
