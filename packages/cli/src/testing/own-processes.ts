import { writeFileSync } from 'node:fs';
import { processInterrupts, processIo } from '@ringside/cli-kit';

// A program of its own for a test: it stands for a command that owns processes, talks all the time, and needs a moment to end in order.
const [stoppedFile = ''] = process.argv.slice(2);
const interrupts = processInterrupts();
for (const stream of [process.stdout, process.stderr]) stream.on('error', (error) => interrupts.outputFailed(error));
const io = processIo();
interrupts.setAtOnce(() => undefined);
const talk = setInterval(() => {
  io.out('out\n');
  io.err('err\n');
}, 20);
interrupts.signal.addEventListener('abort', () => {
  setTimeout(() => {
    clearInterval(talk);
    io.err('Stopped\n');
    writeFileSync(stoppedFile, String(interrupts.signal.reason));
  }, 200);
});
