import { OpsError } from '@ringside/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { endpointState, type EndpointStates } from '../endpoint-state.ts';
import type { GossipMessage } from '../messages.ts';
import { settledSimulation } from './experiments.ts';
import { Simulation } from './simulation.ts';

const SECOND_MS = 1000;

function forge(message: GossipMessage, change: (states: EndpointStates) => EndpointStates): GossipMessage {
  return message.kind === 'ack' || message.kind === 'ack2' ? { ...message, states: change(message.states) } : message;
}

describe('Simulation', () => {
  test('the same seed gives the same run and another seed another', () => {
    const run = (seed: number): unknown => {
      const simulation = new Simulation({ nodes: 12, seed, lossProbability: 0.1 });
      simulation.advance(30 * SECOND_MS);
      return [simulation.events, simulation.messages];
    };
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
  });

  test('settles from any start while messages are delayed and a fifth of them lost, and no rule is broken', () => {
    const options = fc.record({
      nodes: fc.integer({ min: 1, max: 12 }),
      seed: fc.integer(),
      seeds: fc.integer({ min: 1, max: 4 }),
      maxLatencyMs: fc.integer({ min: 1, max: 1500 }),
      lossProbability: fc.double({ min: 0, max: 0.2, noNaN: true }),
    });
    fc.assert(
      fc.property(options, (drawn) => {
        expect(settledSimulation({ ...drawn, maxRounds: 600 }).simulation.violations).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('survives kills, restarts and partitions without breaking a rule, and settles when they end', () => {
    const blow = fc.record({
      kind: fc.constantFrom('kill', 'restart', 'partition', 'heal', 'publish'),
      node: fc.integer({ min: 1, max: 8 }),
      afterMs: fc.integer({ min: 0, max: 20_000 }),
    });
    fc.assert(
      fc.property(fc.integer(), fc.array(blow, { maxLength: 12 }), (seed, blows) => {
        const simulation = new Simulation({ nodes: 8, seed, lossProbability: 0.05, maxLatencyMs: 300 });
        for (const { kind, node, afterMs } of blows) {
          const name = `n${node}`;
          if (kind === 'kill') simulation.kill(name);
          if (kind === 'restart') simulation.restart(name);
          if (kind === 'partition') simulation.partition([[name, 'n1']]);
          if (kind === 'heal') simulation.heal();
          if (kind === 'publish' && simulation.running.includes(name)) simulation.publish(name, 'LOAD', `${afterMs}`);
          simulation.advance(afterMs);
        }
        simulation.heal();
        for (const name of simulation.names) simulation.restart(name);
        for (let round = 0; round < 120 && !simulation.isSettled(); round++) simulation.advance(SECOND_MS);
        expect(simulation.isSettled()).toBe(true);
        expect(simulation.violations).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test('the two sides of a partition hold each other for down, and find each other again when it heals', () => {
    const { simulation } = settledSimulation({ nodes: 6, seed: 3 });
    simulation.partition([['n1', 'n2', 'n3']]);
    simulation.advance(60 * SECOND_MS);
    expect([...simulation.view('n1').unreachable].sort()).toEqual(['n4', 'n5', 'n6']);
    expect([...simulation.view('n6').live].sort()).toEqual(['n4', 'n5']);
    expect(simulation.view('n1').phi('n6')).toBeGreaterThan(8);
    simulation.heal();
    simulation.advance(30 * SECOND_MS);
    expect(simulation.isSettled()).toBe(true);
  });

  test('a killed node knows nothing of what was on its way, and comes back in a later generation', () => {
    const { simulation } = settledSimulation({ nodes: 3, seed: 1 });
    const before = simulation.view('n1').states.get('n3')?.heartBeat.generation ?? 0;
    simulation.kill('n3');
    simulation.advance(40 * SECOND_MS);
    expect(simulation.running).toEqual(['n1', 'n2']);
    expect(simulation.view('n1').liveness('n3')).toBe('down');
    simulation.restart('n3');
    simulation.advance(20 * SECOND_MS);
    expect(simulation.view('n1').states.get('n3')?.heartBeat.generation).toBeGreaterThan(before);
    expect(simulation.isSettled()).toBe(true);
  });

  test('counts what was sent and what was lost', () => {
    const simulation = new Simulation({ nodes: 2, seed: 1, lossProbability: 1 });
    simulation.advance(10 * SECOND_MS);
    expect(simulation.messages.sent.syn).toBeGreaterThan(0);
    expect(simulation.messages.sent.ack).toBe(0);
    expect(simulation.messages.lost).toBe(simulation.messages.sent.syn);
  });

  test.each([0, 1.5, -1, 10_001, Number.NaN])('refuses %d nodes', (nodes) => {
    expect(() => new Simulation({ nodes, seed: 1 })).toThrow(OpsError);
  });

  test('refuses to look at a node that does not exist', () => {
    expect(() => new Simulation({ nodes: 1, seed: 1 }).view('n2')).toThrow('There is no node "n2"');
  });
});

describe('the rules a simulation watches', () => {
  const broken = (tamper: (message: GossipMessage) => GossipMessage): Set<string> => {
    const simulation = new Simulation({ nodes: 4, seed: 1, tamper });
    for (const name of simulation.names) simulation.publish(name, 'LOAD', '1');
    simulation.advance(20 * SECOND_MS);
    return new Set(simulation.violations.map(({ rule }) => rule));
  };
  const mapStates =
    (change: (state: ReturnType<typeof endpointState>) => ReturnType<typeof endpointState>) =>
    (message: GossipMessage): GossipMessage =>
      forge(message, (states) => new Map([...states].map(([name, state]) => [name, change(state)])));

  test('notice a value that its endpoint never said', () => {
    const tamper = mapStates(({ heartBeat, applicationStates }) =>
      endpointState(
        heartBeat,
        [...applicationStates].map(([name, { version }]) => [name, { value: 'forged', version }]),
      ),
    );
    expect(broken(tamper)).toContain('valueNeverSaid');
  });

  test('notice a version that its endpoint has not reached', () => {
    const tamper = mapStates(({ heartBeat, applicationStates }) =>
      endpointState({ ...heartBeat, version: heartBeat.version + 1000 }, applicationStates),
    );
    expect(broken(tamper)).toContain('knowledgeFromTheFuture');
  });

  test('notice a heartbeat that goes back under cover of a newer value', () => {
    let seen = 0;
    const forgeBack = mapStates(({ heartBeat }) =>
      endpointState({ ...heartBeat, version: 1 }, [['LOAD', { value: '1', version: 1000 + ++seen }]]),
    );
    const tamper = (message: GossipMessage): GossipMessage => (++seen > 100 ? forgeBack(message) : message);
    expect(broken(tamper)).toContain('heartBeatWentBack');
  });
});
