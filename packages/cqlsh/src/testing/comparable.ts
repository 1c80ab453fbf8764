/** What differs from run to run, and the offset that the Python driver puts behind the times of a trace's events, but not of the trace. */
export function comparable(printed: string): string {
  const text = printed.includes('Tracing session') ? withoutColumns(printed) : printed;
  return text.replaceAll(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?=\n| AND)/g, '<id>');
}

const MOMENT_AND_MICROS = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00)? \| (\S+) \| [\d-]+ \|/;

/** A trace's figures decide the width of its columns; which thread does a step, and so the order of steps, is chance. */
function withoutColumns(printed: string): string {
  const simplified = (line: string): string =>
    line
      .replaceAll(/ +/g, ' ')
      .replace(MOMENT_AND_MICROS, '<moment> | $1 | <micros> |')
      .replace(/\[[A-Za-z-]+-\d+\]/, '[thread]')
      .replaceAll(/\b(ts|nowInSec)=\d+/g, '$1=<moment>');
  return printed
    .split('\n')
    .map((line) => simplified(line))
    .filter((line) => !/^-[-+]+$/.test(line))
    .join('\n')
    .replaceAll(/(?:^.*<moment>.*\n)+/gm, (rows) => rows.split('\n').toSorted().join('\n'));
}
