import type { GossipFacts } from './facts';
import type { GossipState } from './state';

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The result in words. */
export function tell(state: GossipState, facts: GossipFacts): string {
  const { syn, ack, ack2 } = facts.round.sent;
  const said = state.step === 0 ? '' : ` ${syn} SYN, ${ack} ACK and ${ack2} ACK2 were sent in it.`;
  return [`Round ${state.step}.${said}`, rumorSentence(state, facts), deathSentence(state, facts)].filter((part) => part !== '').join(' ');
}

function rumorSentence({ step, rumor, nodes }: GossipState, { informed, running, roundsToKnow }: GossipFacts): string {
  if (step < rumor) return `n${nodes} will say something new after round ${rumor}.`;
  const when = `what n${nodes} said after round ${rumor}`;
  if (roundsToKnow === undefined) return `${informed} of ${plural(running, 'running node')} know ${when}.`;
  return `All ${running} running nodes know ${when}; it took ${plural(roundsToKnow, 'round')}.`;
}

function deathSentence({ step, dead, killed }: GossipState, { suspecting, running, roundsToSuspect }: GossipFacts): string {
  if (dead === 0) return '';
  if (step < killed) return `n${dead} will be killed after round ${killed}.`;
  if (roundsToSuspect !== undefined) {
    return `n${dead} was killed after round ${killed}; ${plural(roundsToSuspect, 'round')} later all others took it for down.`;
  }
  return `n${dead} was killed after round ${killed}; ${suspecting} of ${running} others take it for down.`;
}
