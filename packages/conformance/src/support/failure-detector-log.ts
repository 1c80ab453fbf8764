/** What a node's failure detector wrote about one endpoint at level TRACE, in order. */
export type DetectorEvent =
  /** A heartbeat came so long after the one before. */
  | { readonly kind: 'interval'; readonly nanos: number }
  /** The mean interval after a heartbeat. */
  | { readonly kind: 'mean'; readonly nanos: number }
  /** A look at the endpoint: how many mean intervals its silence lasted, and whether that was enough to convict it. */
  | { readonly kind: 'look'; readonly silenceInMeans: number; readonly convicted: boolean };

const INTERVAL = /ArrivalWindow - (?:Reporting|Ignoring) interval time of (?<nanos>\d+)ns for /u;
const AVERAGE = /FailureDetector - Average for \S+ is (?<nanos>[\d.E+-]+)ns/u;
const PHI = /FailureDetector - PHI for \S+ : (?<silence>[\d.E+-]+)$/u;
const TRUSTED = /FailureDetector - mean for \S+ : /u;
const CONVICTED = /FailureDetector - Node \S+ phi /u;

/**
 * Picks out of a node's log what its failure detector saw and concluded about one endpoint. The loggers
 * `org.apache.cassandra.gms.FailureDetector` and `….ArrivalWindow` must be at TRACE.
 *
 * A look is written as its φ (not yet scaled by 1 / ln 10), then as either a conviction or, when there is none, the φ again and the
 * mean.
 *
 * @param endpoint `address:port`
 */
export function readDetectorLog(log: string, endpoint: string): DetectorEvent[] {
  const events: DetectorEvent[] = [];
  let silenceInMeans = 0;
  for (const line of log.split('\n')) {
    if (!line.includes(`/${endpoint}`)) continue;
    const nanos = INTERVAL.exec(line)?.groups?.['nanos'];
    if (nanos !== undefined) events.push({ kind: 'interval', nanos: Number(nanos) });
    const average = AVERAGE.exec(line)?.groups?.['nanos'];
    if (average !== undefined) events.push({ kind: 'mean', nanos: Number(average) });
    silenceInMeans = Number(PHI.exec(line)?.groups?.['silence'] ?? silenceInMeans);
    if (TRUSTED.test(line)) events.push({ kind: 'look', silenceInMeans, convicted: false });
    if (CONVICTED.test(line)) events.push({ kind: 'look', silenceInMeans, convicted: true });
  }
  return events;
}
