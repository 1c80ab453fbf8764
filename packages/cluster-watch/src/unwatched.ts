import type { ClusterWatch } from './cluster-watch.ts';
import { judgeMembers } from './judged.ts';
import { NOTHING_YET } from './news-line.ts';

/** A {@link ClusterWatch} that looks at nothing and listens to nobody: its verdicts are what gossip says. */
export const unwatched: ClusterWatch = {
  news: async () => ({ cursor: NOTHING_YET, observations: [] }),
  judged: (members) => judgeMembers(members, { self: undefined, observations: [] }),
  members: () => [],
  ownAnswers: () => true,
  untilMute: () => new Promise(() => undefined),
  peers: () => [],
  others: () => [],
  stop: () => undefined,
};
