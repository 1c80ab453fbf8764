import { maxVersion } from '@ringside/gossip';
import type { GossipConversation, GossipNode } from '@ringside/diagrams';
import { settledSimulation, type Simulation } from '@ringside/gossip/simulator';
import type { GossipState } from './state';

/** One round of gossip, a second, and how the cluster stands after it. */
export interface Round {
  readonly nodes: readonly GossipNode[];
  /** What was said in the second before, in the order in which it began. */
  readonly conversations: readonly GossipConversation[];
  readonly sent: Readonly<Record<GossipConversation['reached'], number>>;
}

type Conditions = Omit<GossipState, 'step'>;

const ROUND_MS = 1_000;
const RANK: Readonly<Record<GossipConversation['reached'], number>> = { syn: 0, ack: 1, ack2: 2 };

/** A simulated cluster from the moment it has settled; rounds are worked out when they are asked for, and kept. */
class Run {
  readonly #conditions: Conditions;
  readonly #simulation: Simulation;
  readonly #rounds: Round[] = [];
  #said: Said[] = [];
  #rumorVersion: number | undefined;

  constructor(conditions: Conditions) {
    const { nodes, seed } = conditions;
    this.#conditions = conditions;
    const { simulation } = settledSimulation({
      nodes,
      seed,
      tamper: (message, from, to) => {
        const { kind } = message;
        if (kind === 'syn' || kind === 'ack' || kind === 'ack2') this.#said.push({ kind, from, to });
        return message;
      },
    });
    this.#simulation = simulation;
  }

  upTo(step: number): readonly Round[] {
    while (this.#rounds.length <= step) this.#rounds.push(this.#next());
    return this.#rounds.slice(0, step + 1);
  }

  #next(): Round {
    const step = this.#rounds.length;
    const { dead, killed, rumor } = this.#conditions;
    this.#said = [];
    if (step > 0) this.#simulation.advance(ROUND_MS);
    const conversations = conversationsOf(this.#said);
    const sent = countSent(this.#said);
    if (step === rumor) this.#rumorVersion = this.#simulation.publish(this.#teller, 'LOAD', '1.0');
    if (dead > 0 && step === killed) this.#simulation.kill(nameOf(dead));
    return { nodes: this.#simulation.names.map((name) => this.#stateOf(name)), conversations, sent };
  }

  get #teller(): string {
    return nameOf(this.#conditions.nodes);
  }

  #stateOf(name: string): GossipNode {
    const view = this.#simulation.view(name);
    const known = view.states.get(this.#teller);
    const victim = nameOf(this.#conditions.dead);
    const isKilled = !this.#simulation.running.includes(victim) && this.#conditions.dead > 0;
    return {
      name,
      running: this.#simulation.running.includes(name),
      informed: this.#rumorVersion !== undefined && known !== undefined && maxVersion(known) >= this.#rumorVersion,
      suspects: isKilled && name !== victim && view.liveness(victim) === 'down',
    };
  }
}

interface Said {
  readonly kind: GossipConversation['reached'];
  readonly from: string;
  readonly to: string;
}

function nameOf(node: number): string {
  return `n${node}`;
}

/** Puts what was said together: an ACK goes back to who opened, an ACK2 goes the way of the SYN. */
function conversationsOf(said: readonly Said[]): readonly GossipConversation[] {
  const found = new Map<string, GossipConversation>();
  for (const { kind, from, to } of said) {
    const [opener, chosen] = kind === 'ack' ? [to, from] : [from, to];
    const key = `${opener}>${chosen}`;
    const before = found.get(key);
    if (before === undefined || RANK[kind] > RANK[before.reached]) found.set(key, { from: opener, to: chosen, reached: kind });
  }
  return [...found.values()];
}

function countSent(said: readonly Said[]): Round['sent'] {
  const count = (kind: Said['kind']): number => said.filter((one) => one.kind === kind).length;
  return { syn: count('syn'), ack: count('ack'), ack2: count('ack2') };
}

/** The runs of the last few conditions: those of several pictures on a page, and the one that a reader may go back to. */
const kept = new Map<string, Run>();
const MOST_KEPT = 4;

/**
 * The rounds from 0 to the state's own. The same state gives the same rounds: all chance comes from the seed. The last clusters are kept,
 * so that a step forward is a step and not all the steps before it again.
 */
export function roundsOf({ step, ...conditions }: GossipState): readonly Round[] {
  const key = JSON.stringify(conditions);
  const run = kept.get(key) ?? new Run(conditions);
  kept.delete(key);
  kept.set(key, run);
  for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
  return run.upTo(step);
}
