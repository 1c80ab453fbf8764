import { STRATEGY_NAMES } from '@ringside/storage-model';
import { type ReactNode, useEffect, useState } from 'react';
import { Button, Group } from '../controls/Button';
import { Choice } from '../controls/Choice';
import type { PartProps } from '../frame/picture';
import type { CompactionModel } from './model';
import { NAMES } from './names';
import { type CompactionState, SCALINGS, WRITES } from './state';

const PLAY_EVERY_MS = 700;

/** Strategy, writes, and steps through the events. */
export function Controls({ state, model, change }: PartProps<CompactionState, CompactionModel>): ReactNode {
  const names = STRATEGY_NAMES.map((name) => NAMES[name]);
  const byName = (text: string): Partial<CompactionState> => ({ strategy: STRATEGY_NAMES[names.indexOf(text)] ?? state.strategy });
  return (
    <>
      <Choice label="Strategy" values={names} value={NAMES[state.strategy]} onChange={(text) => change(byName(text))} />
      <Choice label="Writes" values={WRITES} value={state.writes} onChange={(writes) => change({ writes })} />
      {state.strategy === 'ucs' ? (
        <Choice label="Scaling parameter" values={SCALINGS} value={state.scaling} onChange={(scaling) => change({ scaling })} />
      ) : null}
      <Group label="Events">
        <Button onClick={() => change({ step: 0 })} disabled={model.at === 0} label="Back to the first event">
          Start
        </Button>
        <Button onClick={() => change({ step: model.at - 1 })} disabled={model.at === 0}>
          Back
        </Button>
        <Button onClick={() => change({ step: model.at + 1 })} disabled={model.at === model.events}>
          Next
        </Button>
        <Play at={model.at} last={model.events} change={change} />
      </Group>
    </>
  );
}

interface PlayProps {
  readonly at: number;
  readonly last: number;
  readonly change: PartProps<CompactionState, CompactionModel>['change'];
}

/** Goes on by itself, event by event, until the last one. Not offered to readers who asked for less motion. */
function Play({ at, last, change }: PlayProps): ReactNode {
  const [isPlaying, setPlaying] = useState(false);
  const [isStill, setStill] = useState(false);
  useEffect(() => {
    const query = window.matchMedia('(prefers-reduced-motion: reduce)');
    const follow = (): void => setStill(query.matches);
    follow();
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  const isRunning = isPlaying && !isStill && at < last;
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setInterval(() => change(({ step }) => ({ step: Math.min(step + 1, last) })), PLAY_EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning, change, last]);
  return (
    <Button onClick={() => setPlaying(!isRunning)} pressed={isRunning} disabled={isStill || at >= last}>
      {isRunning ? 'Pause' : 'Play'}
    </Button>
  );
}
