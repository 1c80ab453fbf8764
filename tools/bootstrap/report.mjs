const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const PLAIN_MS = 15_000;
const BAR_WIDTH = 24;
/** As wide as the steps of `ringside up`, which follow. */
const TITLE_WIDTH = 58;
const COLORS = { green: 32, red: 31, cyan: 36, dim: 2 };

/**
 * @typedef {object} Step a piece of work that is being shown
 * @property {(note: string, fraction?: number) => void} update what it is at, and how much of it is done (0…1) when that is known
 * @property {(text: string) => void} done what has been done, in the words that stay
 * @property {(text: string) => void} skip why it has not been done, where that is no failure
 * @property {() => void} fail
 */

/**
 * Shows steps with their times: on a terminal one line that moves, elsewhere plain lines and every 15 seconds a sign of life.
 *
 * @param {{ stream: { write(text: string): unknown, isTTY?: boolean, columns?: number }, env: Record<string, string | undefined>, nowMs?: () => number }} options
 */
export function createReport({ stream, env, nowMs = () => performance.now() }) {
  const live = stream.isTTY === true && env.TERM !== 'dumb' && env.CI === undefined;
  const color = live && (env.NO_COLOR ?? '') === '';
  const paint = (name, text) => (color ? `\u001B[${COLORS[name]}m${text}\u001B[0m` : text);
  const clear = live ? '\r\u001B[2K' : '';

  /** What the moving line shows: every step that is under way, by title. */
  const shown = new Map();
  let frame = 0;
  const draw = () => {
    const texts = [...shown.values()].map((text) => text(shown.size > 1));
    const line = texts.join(' ·').slice(0, (stream.columns ?? 80) - 4);
    stream.write(`${clear}  ${paint('cyan', FRAMES[frame++ % FRAMES.length])}${line}`);
  };

  /** @returns {Step} */
  function step(title) {
    const startMs = nowMs();
    const elapsed = () => formatSeconds(nowMs() - startMs);
    let note = '';
    let fraction;
    shown.set(title, (isShort) => {
      if (isShort) return ` ${title}${fraction === undefined ? '' : ` ${percent(fraction)}`} ${elapsed()}`;
      return ` ${title}${fraction === undefined ? '' : ` ${progressBar(fraction)}`} ${elapsed()} ${note}`;
    });
    const sayPlainly = () => stream.write(`  … ${title}  ${elapsed()}${note === '' ? '' : `  ${note}`}\n`);
    const timer = setInterval(live ? draw : sayPlainly, live ? FRAME_MS : PLAIN_MS);
    const end = (mark, name, text) => {
      clearInterval(timer);
      shown.delete(title);
      stream.write(`${clear}  ${paint(name, mark)} ${text.padEnd(TITLE_WIDTH)} ${paint('dim', elapsed().padStart(8))}\n`);
    };
    return {
      update(nextNote, nextFraction) {
        note = nextNote;
        fraction = nextFraction;
      },
      done: (text) => end('✔', 'green', text),
      skip: (text) => end('·', 'dim', text),
      fail: () => end('✖', 'red', title),
    };
  }

  return {
    step,
    /** Shows why nothing more will happen. */
    problem(message, remedy) {
      stream.write(`${paint('red', '✖')} ${message}\n${remedy === '' ? '' : `  ${remedy}\n`}`);
    },
    /** Shows one line of its own. */
    line(text) {
      stream.write(`${text}\n`);
    },
  };
}

/** Writes a duration in seconds with one decimal: `62.1 s`. */
export function formatSeconds(durationMs) {
  return `${(durationMs / 1_000).toFixed(1)} s`;
}

/** Draws how much is done: `█████░░░  62%`. */
export function progressBar(fraction) {
  const filled = Math.round(within(fraction) * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${percent(fraction)}`;
}

const percent = (fraction) => `${String(Math.round(within(fraction) * 100)).padStart(3)}%`;

const within = (fraction) => Math.min(1, Math.max(0, fraction));
