import type { ReactNode } from 'react';
import { readSequence, type Step, tellSequence } from './steps';
import styles from './AnswerPicture.module.css';

const LANE = { width: 172, top: 34 };
const ROW = 40;

interface SequenceProps {
  /** Who takes part, from left to right: `client | coordinator | node1`. */
  readonly lanes: string;
  /** What happens, in order: `client > node1: a message | node1: a deed | node1 x> client: a message that is lost`. */
  readonly steps: string;
}

/** Who says what to whom, drawn when the site is built: a lane for each, time runs down. */
export function Sequence({ lanes, steps }: SequenceProps): ReactNode {
  const plan = readSequence(lanes, steps);
  const [width, height] = [plan.lanes.length * LANE.width, LANE.top + plan.steps.length * ROW + 12];
  return (
    <figure className={styles['sequence']} tabIndex={0} role="group" aria-label="Picture of the answer">
      <svg viewBox={`0 0 ${width} ${height}`} style={{ minWidth: `${width * 0.8}px` }} role="img" aria-label={tellSequence(plan)}>
        {plan.lanes.map((name, lane) => (
          <g key={name}>
            <text className={styles['lane']} x={middle(lane)} y={18}>
              {name}
            </text>
            <line className={styles['life']} x1={middle(lane)} x2={middle(lane)} y1={LANE.top - 8} y2={height} />
          </g>
        ))}
        {plan.steps.map((step, index) => (
          // The steps of a picture never change places.
          // oxlint-disable-next-line react/no-array-index-key
          <DrawnStep key={index} step={step} y={LANE.top + index * ROW + 28} />
        ))}
      </svg>
    </figure>
  );
}

function DrawnStep({ step, y }: { readonly step: Step; readonly y: number }): ReactNode {
  if (step.kind === 'deed') {
    return (
      <text className={styles['deed']} x={middle(step.at)} y={y - 6}>
        {step.text}
      </text>
    );
  }
  const [from, to] = [middle(step.from), middle(step.to)];
  const towards = Math.sign(to - from);
  const end = step.arrives ? to - towards * 4 : (from + to) / 2 + towards * 20;
  return (
    <g className={step.arrives ? styles['message'] : styles['lost']}>
      <line x1={from} x2={end} y1={y} y2={y} />
      <path d={step.arrives ? `M${end} ${y}l${-towards * 8} -5v10z` : `M${end - 5} ${y - 5}l10 10m0 -10l-10 10`} />
      <text x={(from + to) / 2} y={y - 6}>
        {step.text}
      </text>
    </g>
  );
}

function middle(lane: number): number {
  return (lane + 0.5) * LANE.width;
}
