import type { ReactNode } from 'react';
import { Choice } from '../controls/Choice';
import { Slider } from '../controls/Slider';
import { TextInput } from '../controls/TextInput';
import type { PartProps } from '../frame/picture';
import type { PartitionModel } from './model';
import { MAX_ROWS, type PartitionState } from './state';
import { grouped } from './tell';

const STEPS_A_DECADE = 10;
const DAYS = [1, 7, 30, 90, 365, 3650];

/** Rates, time and columns. */
export function Controls({ state, change }: PartProps<PartitionState, PartitionModel>): ReactNode {
  const days = DAYS.includes(state.days) ? DAYS : [...DAYS, state.days].toSorted((a, b) => a - b);
  return (
    <>
      <Slider
        label="Rows a day for one key"
        min={0}
        max={Math.log10(MAX_ROWS) * STEPS_A_DECADE}
        value={Math.round(Math.log10(state.rows) * STEPS_A_DECADE)}
        format={() => grouped(state.rows)}
        onChange={(place) => change({ rows: rateAt(place) })}
      />
      <Choice label="Days in one partition" values={days} value={state.days} onChange={(value) => change({ days: value })} />
      <TextInput
        label="Columns (type, mean length, part of the key)"
        value={state.columns}
        maxLength={400}
        onChange={(columns) => change({ columns })}
      />
    </>
  );
}

/** A rate of two figures. */
function rateAt(place: number): number {
  const rate = 10 ** (place / STEPS_A_DECADE);
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(rate)) - 1);
  return Math.min(MAX_ROWS, Math.round(rate / unit) * unit);
}
