import type { ReactNode } from 'react';
import { Button } from '../controls/Button';
import { Slider } from '../controls/Slider';
import type { PartProps } from '../frame/picture';
import type { MerkleModel } from './model';
import { MAX_DEPTH, MAX_ROWS, type MerkleState, SEEDS } from './state';

/** Depth, rows, how many differ, and which they are. */
export function Controls({ state, change }: PartProps<MerkleState, MerkleModel>): ReactNode {
  return (
    <>
      <Slider label="Depth of the trees" min={0} max={MAX_DEPTH} value={state.depth} onChange={(depth) => change({ depth })} />
      <Slider
        label="Rows"
        min={1}
        max={MAX_ROWS}
        value={state.rows}
        onChange={(rows) => change({ rows, different: Math.min(state.different, rows) })}
      />
      <Slider
        label="Rows that differ"
        min={0}
        max={Math.min(state.rows, 40)}
        value={state.different}
        onChange={(different) => change({ different })}
      />
      <Button onClick={() => change({ seed: (state.seed % SEEDS) + 1 })}>Other rows</Button>
    </>
  );
}
