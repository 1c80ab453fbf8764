import { expect, it } from 'vitest';
import { differences, type VersionFacts } from './version-facts.ts';

const recorded: VersionFacts = {
  cassandra: '4.1.10',
  java: 11,
  routes: ['ring'],
  routesWithoutManagement: { ring: 'yes' },
  commands: { status: 'works' },
  virtualTablesMethods: [],
  metrics: ['ringside_nodes'],
  tables: ['caches', 'clients'],
  abilities: [],
};

it('names each fact that is not as recorded, and nothing else', () => {
  const now: VersionFacts = {
    ...recorded,
    java: 17,
    commands: { status: 'fails' },
    tables: ['clients'],
    metrics: ['ringside_nodes', 'planted'],
  };
  expect(differences(recorded, recorded)).toEqual([]);
  expect(differences(recorded, now).toSorted()).toEqual(
    ['+ java 17', '- java 11', '+ commands status: fails', '- commands status: works', '+ metrics planted', '- tables caches'].toSorted(),
  );
});
