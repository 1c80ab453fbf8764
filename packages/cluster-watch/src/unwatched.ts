import type { ClusterWatch } from './cluster-watch.ts';
import { judgeMembers } from './judged.ts';

/** A {@link ClusterWatch} that looks at nothing and listens to nobody: its verdicts are what gossip says. */
export const unwatched: ClusterWatch = {
  news: async () => ({ cursor: '0-0', observations: [] }),
  judged: (members) => judgeMembers(members, [], undefined),
  members: () => [],
  ownAnswers: () => true,
  untilMute: () => new Promise(() => undefined),
  peers: () => [],
  stop: () => undefined,
};
