import type { ReactNode } from 'react';
import { Button } from '../controls/Button';
import { Slider } from '../controls/Slider';
import type { PartProps } from '../frame/picture';
import type { Detection } from './detection';
import { fields, MAX_INTERVAL_MS, MAX_JITTER, MAX_SILENCE_S, MAX_THRESHOLD, MIN_INTERVAL_MS, MIN_THRESHOLD, type PhiState } from './state';

/** The sender, the network and the threshold. */
export function Controls({ state, change }: PartProps<PhiState, Detection>): ReactNode {
  return (
    <>
      <Slider
        label="Threshold"
        min={MIN_THRESHOLD}
        max={MAX_THRESHOLD}
        value={state.threshold}
        onChange={(threshold) => change({ threshold })}
      />
      <Slider
        label="Heartbeat every"
        min={MIN_INTERVAL_MS}
        max={MAX_INTERVAL_MS}
        step={100}
        value={state.intervalMs}
        format={(value) => `${value} ms`}
        onChange={(intervalMs) => change({ intervalMs })}
      />
      <Slider
        label="Jitter"
        min={0}
        max={MAX_JITTER}
        step={5}
        value={state.jitter}
        format={(value) => `±${value} %`}
        onChange={(jitter) => change({ jitter })}
      />
      <Slider
        label="Sender silent for"
        min={0}
        max={MAX_SILENCE_S}
        value={state.silence}
        format={(value) => `${value} s`}
        onChange={(silence) => change({ silence })}
      />
      <Button pressed={state.silence > 0} onClick={() => change((s) => ({ silence: s.silence > 0 ? 0 : fields.silence.initial }))}>
        Pause the sender
      </Button>
    </>
  );
}
