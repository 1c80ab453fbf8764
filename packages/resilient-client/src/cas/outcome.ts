/** What an error says of a conditional write. */
export type CasFault =
  /** It was refused before anything was proposed. */
  | 'refused'
  /** Its coordinator has given up; what it proposed is settled by the next Paxos round. */
  | 'unknown'
  /** Its coordinator did not answer, and may still be at work on it. */
  | 'still-running';

/** The error codes of the native protocol that come before a coordinator runs a statement (native_protocol_v4.spec, section 9). */
const REFUSALS: ReadonlySet<number> = new Set([
  0x00_0a, // protocol error
  0x01_00, // bad credentials
  0x10_02, // the coordinator is bootstrapping
  0x20_00, // syntax error
  0x21_00, // unauthorized
  0x22_00, // invalid
  0x23_00, // configuration error
  0x24_00, // already exists
  0x25_00, // unprepared
]);

/** What is looked at of an error. */
export interface CasError {
  /** The error code of the native protocol; other errors have none, or one of Node's as a string. */
  readonly code?: unknown;
  /** The driver lost the connection. */
  readonly isSocketError?: boolean | undefined;
  /** The request was never written to a connection. */
  readonly requestNotWritten?: boolean | undefined;
  /** The name of the driver's error. */
  readonly name: string;
  /** What each host said; its keys are the hosts that were asked. */
  readonly innerErrors?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * What became of a conditional write that failed. Also "unavailable" leaves it open: a coordinator says so when it had enough replicas to propose, and then
 * not enough to commit.
 */
export function casFault(error: CasError): CasFault {
  if (typeof error.code === 'number') return REFUSALS.has(error.code) ? 'refused' : 'unknown';
  if (error.requestNotWritten === true) return 'refused';
  if (error.isSocketError === true || error.name === 'OperationTimedOutError') return 'still-running';
  if (error.name !== 'NoHostAvailableError') return 'refused';
  const inner = Object.values(error.innerErrors ?? {}).filter((each): each is Error => each instanceof Error);
  const faults = inner.map((each) => casFault(each as CasError));
  return faults.find((fault) => fault === 'still-running') ?? faults.find((fault) => fault === 'unknown') ?? 'refused';
}
