import type { ReactNode } from 'react';
import { Terminal } from '@site/src/components/terminal/Terminal';
import recording from '@site/src/recorded/quick-start.json';

export interface RecordedProps {
  /** Which step of the recording to show. */
  readonly step: string;
}

/** What a step of the recorded run printed. A step that was not recorded fails the build. */
export function Recorded({ step }: RecordedProps): ReactNode {
  const found = recording.steps.find(({ id }) => id === step);
  if (found === undefined) {
    throw new Error(`The recording has no step "${step}". It has: ${recording.steps.map(({ id }) => id).join(', ')}`);
  }
  return <Terminal command={found.command} output={found.output} />;
}
