import { judge } from '@ringside/verdict';
import type { ClusterWatch } from './cluster-watch.ts';
import { gossipOf, type Member, membersOf } from './members.ts';
import { type Judged, withVerdicts } from './judged.ts';

/** A {@link ClusterWatch} that looks at nothing and listens to nobody: its verdicts are what gossip says. */
export const unwatched: ClusterWatch = {
  news: async () => ({ cursor: '0-0', observations: [] }),
  judged: <M extends Member>(members: readonly M[]): readonly Judged<M>[] => {
    const known = membersOf(members);
    const [self = '', ...others] = known.keys();
    const verdicts = judge({ self, nodes: [self, ...others], observations: [], gossip: gossipOf(known) });
    return withVerdicts(members, new Map(verdicts.map((verdict) => [verdict.node, verdict])));
  },
  members: () => [],
  ownAnswers: () => true,
  untilMute: () => new Promise(() => undefined),
  peers: () => [],
  stop: () => undefined,
};
