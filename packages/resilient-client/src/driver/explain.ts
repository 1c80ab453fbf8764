import cassandra from 'cassandra-driver';

const { ArgumentError, NoHostAvailableError } = cassandra.errors;

/** What the driver found in place of the datacenter that it was told (cassandra-driver 4.10, lib/control-connection.js). */
const WRONG_DATACENTER = /localDataCenter was configured as '(.*)', but only found hosts in data centers: \[(.*)\]/;

type Reasons = readonly (readonly [address: string, reason: unknown])[];

/**
 * Says in an error of connecting what is wrong and where. It stays the driver's error, of its class and with what it carries: programs go by that.
 */
export function explainConnecting(error: unknown): unknown {
  if (!(error instanceof NoHostAvailableError)) return error;
  const reasons = reasonsOf(error);
  if (reasons.length === 0) return error;
  for (const [, reason] of reasons) {
    const [, wanted, found] = (reason instanceof ArgumentError && WRONG_DATACENTER.exec(reason.message)) || [];
    if (wanted !== undefined)
      return reword(
        error,
        `The cluster has no datacenter ${wanted}; it has ${(found ?? '').split(', ').toSorted().join(', ')}. Set localDataCenter to the one that this program runs in.`,
      );
  }
  return reword(
    error,
    `No contact point answers: ${listed(reasons)}. Check that one of them is up and takes CQL at this address and port.`,
  );
}

/** What each host said, by its address. */
export function reasonsOf(error: cassandra.errors.NoHostAvailableError): Reasons {
  return Object.entries((error.innerErrors ?? {}) as Readonly<Record<string, unknown>>);
}

/** The hosts with what each said, on one line. */
export function listed(reasons: Reasons): string {
  return reasons.map(([address, reason]) => `${address} (${sentence(reason)})`).join(', ');
}

/** Gives an error another message. */
export function reword(error: Error, message: string): Error {
  error.message = message;
  return error;
}

function sentence(reason: unknown): string {
  if (reason instanceof Error) return reason.message.split('\n', 1)[0] ?? reason.name;
  return typeof reason === 'string' ? reason : 'no answer';
}
