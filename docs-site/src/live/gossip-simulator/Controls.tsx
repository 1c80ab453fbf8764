import { type ReactNode, useEffect, useState } from 'react';
import { Button, Group } from '../controls/Button';
import { Choice } from '../controls/Choice';
import { Slider } from '../controls/Slider';
import type { PartProps } from '../frame/picture';
import { factsOf, type GossipFacts } from './facts';
import { roundsOf } from './run';
import { type GossipState, MAX_NODES, MAX_STEP, MIN_NODES } from './state';

const PLAY_MS = 900;
const SEEDS = 10_000;
const NOBODY = 'nobody';

/** The cluster, its rounds, what is said and who dies. */
export function Controls({ state, model, change }: PartProps<GossipState, GossipFacts>): ReactNode {
  const { nodes, step } = state;
  const victims = [NOBODY, ...Array.from({ length: nodes - 1 }, (_, index) => `n${index + 1}`)];
  return (
    <>
      <Slider
        label="Nodes"
        min={MIN_NODES}
        max={MAX_NODES}
        value={nodes}
        onChange={(count) => change((s) => ({ nodes: count, dead: s.dead < count ? s.dead : 0 }))}
      />
      <Choice
        label="Kill now"
        values={victims}
        value={victims[state.dead] ?? NOBODY}
        onChange={(name) => change((s) => ({ dead: victims.indexOf(name), killed: s.step }))}
      />
      <Rounds state={state} model={model} change={change} />
      <Group label="Cluster">
        <Button onClick={() => change((s) => ({ rumor: s.step }))} disabled={step === state.rumor}>
          {`Let n${nodes} say something new`}
        </Button>
        <Button onClick={() => change((s) => ({ seed: (s.seed + 1) % SEEDS }))}>Another seed</Button>
      </Group>
    </>
  );
}

function Rounds({ state, model, change }: Pick<PartProps<GossipState, GossipFacts>, 'state' | 'model' | 'change'>): ReactNode {
  const [isPlaying, setPlaying] = useState(false);
  const isAtEnd = state.step >= MAX_STEP;
  const next = (): void => change((s) => ({ step: Math.min(MAX_STEP, s.step + 1) }));
  const mayGoOn = isPlaying && !isAtEnd && !model.isOver;
  useEffect(() => {
    if (!mayGoOn) {
      setPlaying(false);
      return undefined;
    }
    const timer = setInterval(next, PLAY_MS);
    return () => clearInterval(timer);
  });
  const play = (): void => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return change((s) => ({ step: endOf(s) }));
    if (model.isOver) change({ step: 0 });
    setPlaying(true);
  };
  return (
    <Group label="Rounds">
      <Button onClick={next} disabled={isAtEnd}>
        Next round
      </Button>
      {mayGoOn ? <Button onClick={() => setPlaying(false)}>Stop</Button> : null}
      {mayGoOn ? null : (
        <Button onClick={play} disabled={isAtEnd && !model.isOver}>
          Play
        </Button>
      )}
      <Button onClick={() => change({ step: 0 })} disabled={state.step === 0}>
        Round 0
      </Button>
    </Group>
  );
}

/** The round at which nothing is left to wait for: where readers who want no motion are taken at once. */
function endOf(state: GossipState): number {
  roundsOf({ ...state, step: MAX_STEP });
  for (let step = state.step; step < MAX_STEP; step += 1) if (factsOf({ ...state, step }).isOver) return step;
  return MAX_STEP;
}
