import { colourOf } from '@ringside/diagrams';
import { KEY_TYPES } from '@ringside/ring';
import type { ReactNode } from 'react';
import { Button, Group } from '../controls/Button';
import { Choice } from '../controls/Choice';
import { Slider } from '../controls/Slider';
import { TextInput } from '../controls/TextInput';
import type { PartProps } from '../frame/picture';
import { toggled } from './Draw';
import type { RingModel } from './model';
import { nodeName } from './ring';
import { MAX_KEY_LENGTH, MAX_NODES, MAX_RACKS, type RingState, TOKENS, withNodes, withType } from './state';
import styles from './ring-explorer.module.css';

/** The key, the ring, and which nodes are down. */
export function Controls({ state, change }: PartProps<RingState, RingModel>): ReactNode {
  return (
    <>
      <TextInput label="Key" value={state.key} maxLength={MAX_KEY_LENGTH} onChange={(key) => change({ key })} />
      <Choice label="Type" values={KEY_TYPES} value={state.type} onChange={(type) => change((now) => withType(now, type))} />
      <Slider label="Nodes" min={1} max={MAX_NODES} value={state.nodes} onChange={(nodes) => change((now) => withNodes(now, nodes))} />
      <Slider label="Replication factor" min={1} max={state.nodes} value={state.rf} onChange={(rf) => change({ rf })} />
      <Slider label="Racks" min={1} max={Math.min(MAX_RACKS, state.nodes)} value={state.racks} onChange={(racks) => change({ racks })} />
      <Choice label="Tokens a node" values={TOKENS} value={state.tokens as 1} onChange={(tokens) => change({ tokens })} />
      <Group label="Nodes that are down">
        {Array.from({ length: state.nodes }, (_, at) => {
          const isDown = state.dead.includes(at + 1);
          return (
            <Button
              key={at}
              pressed={isDown}
              label={`${nodeName(at + 1)} is down`}
              onClick={() => change(({ dead }) => ({ dead: toggled(dead, at + 1) }))}
            >
              <span className={styles['swatch']} style={{ background: colourOf(at) }} />
              {at + 1}
              {isDown ? ' ✕' : ''}
            </Button>
          );
        })}
      </Group>
    </>
  );
}
