import { type CliIo, createLiveLine, progressBar, type Style } from '@ringside/cli-kit';
import { formatDuration } from '@ringside/core';
import type { UpEvent, UpSink } from './events.ts';
import { summaryText } from './summary.ts';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const FRAME_MS = 100;
const BAR_WIDTH = 24;
const TITLE_WIDTH = 58;

/** Shows events to a person; `close` takes the live line away and stops its timer. */
export interface Reporter {
  readonly sink: UpSink;
  close(): void;
}

/** Lines that stay, one when a step begins and one when it ends: for a log file, a pipe or a dumb terminal. */
export function plainReporter(io: Pick<CliIo, 'out' | 'err'>, style: Style): Reporter {
  return {
    sink(event) {
      if (event.type === 'begin') io.err(`  … ${event.title}\n`);
      else printEvent(event, style, (text) => io.err(`${text}\n`), io);
    },
    close: () => undefined,
  };
}

/** A live line with a spinner, the elapsed time and a progress bar while something is fetched: for a terminal. */
export function terminalReporter(io: Pick<CliIo, 'out' | 'err' | 'columns'>, style: Style, nowMs: () => number): Reporter {
  const line = createLiveLine(io);
  let step: { title: string; startMs: number; progress?: Extract<UpEvent, { type: 'progress' }> } | undefined;
  let frame = 0;
  const draw = (): void => {
    if (step === undefined) return;
    frame = (frame + 1) % FRAMES.length;
    const elapsed = style.dim(formatDuration(nowMs() - step.startMs));
    line.draw(`  ${style.cyan(FRAMES[frame] ?? '')} ${step.title}${progressText(step.progress, style)} ${elapsed}`);
  };
  const timer = setInterval(draw, FRAME_MS);
  timer.unref();
  return {
    sink(event) {
      if (event.type === 'begin') step = { title: event.title, startMs: nowMs() };
      else if (event.type === 'progress' && step !== undefined) step.progress = event;
      else {
        if (event.type !== 'note') {
          step = undefined;
          line.clear();
        }
        printEvent(event, style, line.print, io);
      }
      if (event.type === 'begin') draw();
    },
    close() {
      clearInterval(timer);
      line.clear();
    },
  };
}

function printEvent(event: UpEvent, style: Style, print: (text: string) => void, io: Pick<CliIo, 'out'>): void {
  if (event.type === 'end') {
    print(`  ${style.green('✔')} ${event.title.padEnd(TITLE_WIDTH)} ${style.dim(formatDuration(event.elapsedMs).padStart(8))}`);
  } else if (event.type === 'note') {
    print(`  ${event.level === 'warn' ? style.yellow('!') : style.dim('·')} ${event.text}`);
  } else if (event.type === 'ready') {
    io.out(summaryText(event.summary, style));
  }
}

function progressText(progress: Extract<UpEvent, { type: 'progress' }> | undefined, style: Style): string {
  if (progress === undefined) return '';
  const bar = progress.fraction === undefined ? '' : ` ${style.cyan(progressBar(progress.fraction, BAR_WIDTH))}`;
  return `${bar} ${progress.detail}`;
}
