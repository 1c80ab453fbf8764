import cassandra from 'cassandra-driver';
import { type Knowledge, type Order, orderOthers, orderReplicas } from '../plan/order.ts';
import type { Context } from './context.ts';
import { findDatacenter } from './datacenter.ts';
import { inFlightOf } from './internals.ts';
import { type Flight, isPaxos } from './requests.ts';

const { distance } = cassandra.types;
const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });
/** A statement that cannot be hedged becomes a probe only when none that can did for so long. */
const PROBE_PATIENCE_MS = 500;

type PlanCallback = (error: Error, iterator: Iterator<cassandra.Host>) => void;
type Plan = Iterator<cassandra.Host, undefined>;

/**
 * Token-aware balancing in the local datacenter that asks hosts in quarantine last. What runs as a Paxos round goes to the replicas in ring order, whatever
 * their state: coordinators that differ from client to client would only contend.
 */
export class ResilientBalancing extends cassandra.policies.loadBalancing.LoadBalancingPolicy {
  readonly #context: Context;
  readonly #knowledge: Knowledge<cassandra.Host>;
  #localDatacenter: string | undefined;
  #client!: cassandra.Client;
  #hosts!: cassandra.HostMap;
  #locals: readonly cassandra.Host[] | undefined;
  #turn = 0;

  constructor(context: Context, localDatacenter: string | undefined) {
    super();
    this.#context = context;
    this.#knowledge = { isDemoted: ({ address }) => context.hosts.isDemoted(address), inFlight: inFlightOf, random: context.random };
    this.#localDatacenter = localDatacenter;
  }

  override init(client: cassandra.Client, hosts: cassandra.HostMap, callback: cassandra.EmptyCallback): void {
    this.#client = client;
    this.#hosts = hosts;
    const forget = (): void => void (this.#locals = undefined);
    hosts.on('add', forget).on('remove', forget);
    try {
      this.#localDatacenter = findDatacenter(hosts.values(), this.#localDatacenter);
    } catch (error) {
      callback(error as Error);
      return;
    }
    (callback as () => void)();
  }

  override getDistance(host: cassandra.Host): cassandra.types.distance {
    return host.datacenter === this.#localDatacenter ? distance.local : distance.ignored;
  }

  override getOptions(): Map<string, object> {
    return new Map([['localDataCenter', this.#localDatacenter as unknown as object]]);
  }

  override newQueryPlan(keyspace: string, options: cassandra.ExecutionOptions | null, callback: PlanCallback): void {
    const flight = options === null ? undefined : this.#context.requests.plan(options);
    if (options !== null) this.#context.tracing?.planned(options);
    const replicas = options === null ? [] : this.#replicas(options.getKeyspace() || keyspace, options);
    const order = flight !== undefined && isPaxos(flight) ? { front: replicas, back: [] } : this.#order(replicas, options, flight);
    (callback as unknown as (error: null, plan: Plan) => void)(null, this.#plan(order, flight, options));
  }

  #replicas(keyspace: string, options: cassandra.ExecutionOptions): readonly cassandra.Host[] {
    const key = options.getRoutingKey() as Buffer | null | undefined;
    if (key === undefined || key === null || !keyspace) return [];
    const replicas = this.#client.getReplicas(keyspace, key) as readonly cassandra.Host[] | null;
    return (replicas ?? []).filter((host) => host.datacenter === this.#localDatacenter && host.isUp());
  }

  #order(
    replicas: readonly cassandra.Host[],
    options: cassandra.ExecutionOptions | null,
    flight: Flight | undefined,
  ): Order<cassandra.Host> {
    const order = orderReplicas(replicas, this.#knowledge);
    if (flight === undefined) return order;
    this.#context.hedging.sent();
    if (!this.#context.hosts.hasDemoted) return order;
    const probed = this.#takeProbe(replicas, options?.isIdempotent() === true);
    if (probed === undefined) return order;
    flight.probe = probed;
    return { front: [probed, ...order.front], back: order.back.filter((host) => host !== probed) };
  }

  /** Where a probe is due, its host comes first; the hedge that follows it soon goes to the host that would have been asked. */
  #takeProbe(replicas: readonly cassandra.Host[], isIdempotent: boolean): cassandra.Host | undefined {
    const { hosts, monitor, nowMs } = this.#context;
    const able = (replicas.length > 0 ? replicas : this.#localHosts()).filter((host) => host.isUp());
    const probed = hosts.takeProbe(able, nowMs() - (isIdempotent ? 0 : PROBE_PATIENCE_MS));
    if (probed !== undefined) monitor.probed(probed.address);
    return probed;
  }

  #localHosts(): readonly cassandra.Host[] {
    this.#locals ??= this.#hosts.values().filter((host) => this.getDistance(host) === distance.local);
    return this.#locals;
  }

  #plan(order: Order<cassandra.Host>, flight: Flight | undefined, options: cassandra.ExecutionOptions | null): Plan {
    let index = 0;
    let rest: readonly cassandra.Host[] | undefined;
    const following = (): cassandra.Host | undefined => {
      rest ??= orderOthers(this.#localHosts(), order, ({ address }) => this.#context.hosts.isDemoted(address), (this.#turn += 1));
      return rest[index - order.front.length];
    };
    return {
      next: () => {
        const isHedge = this.#context.isHedging;
        this.#context.isHedging = false;
        let host = order.front[index] ?? following();
        for (; host !== undefined && !host.isUp(); host = order.front[index] ?? following()) index += 1;
        if (host === undefined || (isHedge && !this.#mayHedge(host, flight))) return DONE;
        if (isHedge && options !== null) this.#context.tracing?.hedged(options, host);
        index += 1;
        flight?.open.push({ host, sentAtMs: this.#context.nowMs() });
        return { done: false, value: host };
      },
    };
  }

  /** A hedge of a probe is what the statement would have been without it, and counts against nothing. */
  #mayHedge(host: cassandra.Host, flight: Flight | undefined): boolean {
    const { hosts, hedging, monitor } = this.#context;
    if (hosts.isDemoted(host.address)) return false;
    if (flight?.probe === undefined && !hedging.take()) return false;
    monitor.hedged(host.address);
    return true;
  }
}
