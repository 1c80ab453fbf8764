import cassandra from 'cassandra-driver';
import type { Context } from './context.ts';

type ClientMetrics = cassandra.metrics.ClientMetrics;

/**
 * The driver's metrics, or the program's own, that also tell the context of a second request: the driver reports one right before it asks the plan for a
 * host, in the same turn of the event loop, and nothing else tells a hedge from a retry.
 */
export function tapMetrics(context: Context, inner: ClientMetrics = new cassandra.metrics.DefaultMetrics()): ClientMetrics {
  const onSpeculativeExecution = (): void => {
    context.isHedging = true;
    inner.onSpeculativeExecution();
  };
  if (inner instanceof cassandra.metrics.DefaultMetrics)
    return Object.assign(Object.create(inner) as ClientMetrics, { onSpeculativeExecution });
  return new Proxy(inner, {
    get: (target, name) => {
      if (name === 'onSpeculativeExecution') return onSpeculativeExecution;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
