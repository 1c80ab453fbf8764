import { fractionOfRing, placeReplicas, rangeSize, type ReplicationStrategy, token, topology } from '@ringside/ring';
import { cited, type Figures } from './figure.ts';

const THREE = ['-9223372036854775807', '-3074457345618258602', '3074457345618258603'];
const strategy: ReplicationStrategy = { class: 'NetworkTopologyStrategy', replicationFactors: { dc1: 3 } };

const three = THREE.map((text, at) => ({ id: `node${at + 1}`, datacenter: 'dc1', rack: `rack${at + 1}`, tokens: [token(text)] }));
const four = topology([...three, { id: 'node4', datacenter: 'dc1', rack: 'rack1', tokens: [token('1')] }]);

const taken = placeReplicas(four, strategy)
  .filter(({ replicas }) => replicas.includes('node4'))
  .reduce((sum, { range }) => sum + fractionOfRing(rangeSize(range)), 0);

/** Figures of the page about topology changes. */
export const figures: Figures = {
  'taken-by-fourth': `${(taken * 100).toFixed(0)} %`,
  rows: `${(300).toLocaleString('en')} rows`,
  'ring-delay': cited('30 s', 'Cassandra 5.0 StorageService.getRingDelay, cassandra.ring_delay_ms'),
};
