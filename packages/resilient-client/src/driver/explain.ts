import cassandra from 'cassandra-driver';

const { ArgumentError, NoHostAvailableError, ResponseError } = cassandra.errors;

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

/** "Unavailable" of the native protocol. */
const UNAVAILABLE = 0x10_00;

/**
 * Says in an error of a statement which replicas of which range are down, as far as the client sees it. It stays the driver's error.
 *
 * @param options how it was sent; without them, as of a batch, the range is not known
 */
export function explainStatement(error: unknown, client: cassandra.Client, options: cassandra.ExecutionOptions | undefined): unknown {
  const isNoHost = error instanceof NoHostAvailableError && !explained.has(error);
  const isUnavailable = error instanceof ResponseError && error.code === UNAVAILABLE;
  if (!isNoHost && !isUnavailable) return error;
  const reasons = isNoHost ? reasonsOf(error) : [];
  const place = options === undefined ? undefined : placeOf(client, options);
  const down = place?.replicas.filter((host) => !host.isUp()) ?? [];
  if (place === undefined || down.length === 0)
    return reasons.length === 0 ? error : reword(error, `No host could answer: ${listed(reasons)}`);
  const which = down.length === place.replicas.length ? 'All replicas' : `${down.length} of ${place.replicas.length} replicas`;
  const others = reasons.length === 0 ? '' : `. Asked: ${listed(reasons)}`;
  const said = isUnavailable ? `${error.message}. ` : '';
  return reword(error, `${said}${which} of the range ${place.range} are down: ${down.map(({ address }) => address).join(', ')}${others}`);
}

interface Place {
  readonly range: string;
  readonly replicas: readonly cassandra.Host[];
}

function placeOf(client: cassandra.Client, options: cassandra.ExecutionOptions): Place | undefined {
  const keyspace = options.getKeyspace() || client.keyspace;
  const key = options.getRoutingKey() as Buffer | null | undefined;
  if (!keyspace || key === null || key === undefined) return undefined;
  const replicas = client.getReplicas(keyspace, key) as readonly cassandra.Host[] | null;
  const token = client.metadata.newToken(key);
  const range = [...client.metadata.getTokenRanges()].find((each) => each.contains(token));
  if (replicas === null || range === undefined) return undefined;
  return { replicas, range: `(${String(range.start.getValue())}, ${String(range.end.getValue())}]` };
}

/** What each host said, by its address. */
function reasonsOf(error: cassandra.errors.NoHostAvailableError): Reasons {
  return Object.entries((error.innerErrors ?? {}) as Readonly<Record<string, unknown>>);
}

/** The hosts with what each said, on one line. */
function listed(reasons: Reasons): string {
  return reasons.map(([address, reason]) => `${address} (${sentence(reason)})`).join(', ');
}

/** Errors that say already what they can: a failure to connect ends the statement that began it. */
const explained = new WeakSet<object>();

function reword(error: Error, message: string): Error {
  error.message = message;
  explained.add(error);
  return error;
}

function sentence(reason: unknown): string {
  if (reason instanceof Error) return reason.message.split('\n', 1)[0] ?? reason.name;
  return typeof reason === 'string' ? reason : 'no answer';
}
