import { BalanceBars } from '@ringside/diagrams';
import type { ReactNode } from 'react';
import { Button } from '../controls/Button';
import { Choice } from '../controls/Choice';
import { type PartProps, picture as define } from '../frame/picture';
import { type BalanceModel, balanceModel } from './model';
import { OutageTable } from './OutageTable';
import { NODES, TOKENS } from './sizes';
import { type BalanceState, fields, MAX_SEED } from './state';
import { tell } from './tell';

/** How evenly nodes share the data, and what that costs in availability. */
export const picture = define<BalanceState, BalanceModel>({
  id: 'vnode-balance',
  title: 'Balance and availability against num_tokens',
  shows: 'How much of the data each node holds, with random tokens and with allocated ones; the dashed line is the fair share.',
  fields,
  model: balanceModel,
  tell,
  Draw,
  Controls,
  Details: ({ state, model }) => <OutageTable tokens={state.tokens} outages={model.outages} />,
});

function Draw({ model: { random, allocated } }: PartProps<BalanceState, BalanceModel>): ReactNode {
  const others = allocated === undefined ? [] : [{ name: 'Allocated tokens', shares: allocated.shares }];
  return <BalanceBars panels={[{ name: 'Random tokens', shares: random.shares }, ...others]} />;
}

function Controls({ state, change }: PartProps<BalanceState, BalanceModel>): ReactNode {
  return (
    <>
      <Choice label="num_tokens" values={TOKENS} value={state.tokens as 1} onChange={(tokens) => change({ tokens })} />
      <Choice label="Nodes" values={NODES} value={state.nodes as 3} onChange={(nodes) => change({ nodes })} />
      <Button onClick={() => change(({ seed }) => ({ seed: (seed % MAX_SEED) + 1 }))}>Other random tokens</Button>
    </>
  );
}
