import { type Agent, request as httpRequest } from 'node:http';
import type { StreamPlan } from '@ringside/node-control';
import { pino } from 'pino';
import type { InstanceSettings, SidecarSettings } from '../config/settings.ts';
import { type Sidecar, startSidecar } from '../sidecar.ts';
import { fakeCqlReader } from './fake-cql.ts';
import { inMemoryControl, type InMemoryNode, inMemoryNode } from '@ringside/node-control/in-memory';

/** Settings of a sidecar on a free loopback port. */
export function testSettings(over: Partial<SidecarSettings> = {}): SidecarSettings {
  return {
    listen: { host: '127.0.0.1', port: 0 },
    tls: undefined,
    token: undefined,
    identitySecret: undefined,
    instances: [testInstance()],
    jolokiaTimeoutMs: 1_000,
    cqlTimeoutMs: 1_000,
    requestTimeoutMs: 5_000,
    longRequestTimeoutMs: 5_000,
    concurrentRequests: 64,
    concurrentLongRequests: 8,
    connections: 256,
    clientTimeoutMs: 5_000,
    allowableSkewMinutes: 60,
    dashboardDirectory: undefined,
    logLevel: 'error',
    ...over,
  };
}

/** Settings of one instance. */
export function testInstance(over: Partial<InstanceSettings> = {}): InstanceSettings {
  return {
    id: 1,
    host: '127.0.0.1',
    port: 9042,
    credentials: undefined,
    jolokiaUrl: 'http://127.0.0.1:1/jolokia/',
    jolokiaSecretFile: undefined,
    dataDirectories: undefined,
    ...over,
  };
}

/** A real sidecar in front of fake nodes, one an instance. */
export interface FakeBacked {
  readonly sidecar: Sidecar;
  readonly nodes: readonly InMemoryNode[];
  readonly node: InMemoryNode;
  /** What the sidecar logged. */
  readonly logged: string[];
}

const NONE = { completedFiles: 0, totalFiles: 1, completedBytes: 0, totalBytes: 10 };
const REPAIR: StreamPlan = {
  planId: 'p',
  description: 'Repair',
  sessions: [{ peer: '127.0.0.2:7000', state: 'STREAMING', receiving: NONE, sending: NONE }],
};

/**
 * Starts a sidecar over nodes in memory, each of which streams to another one.
 *
 * @param between stands between the sidecar and each port of its nodes
 */
export async function startOverFakes(
  over: Partial<SidecarSettings> = {},
  between: <Port extends object>(port: Port) => Port = (port) => port,
): Promise<FakeBacked> {
  const settings = testSettings(over);
  const nodes = settings.instances.map((_, index) => Object.assign(inMemoryNode(index + 1), { streams: [REPAIR] }));
  const nodeOf = ({ id }: InstanceSettings): InMemoryNode => nodes[settings.instances.findIndex((each) => each.id === id)] as InMemoryNode;
  const logged: string[] = [];
  const sidecar = await startSidecar({
    settings,
    adapters: {
      control: (instance) => between(inMemoryControl(nodeOf(instance))),
      cql: (instance) => between(fakeCqlReader(nodeOf(instance))),
    },
    logger: pino({ level: settings.logLevel }, { write: (line: string) => void logged.push(line) }),
  });
  return { sidecar, nodes, node: nodes[0] as InMemoryNode, logged };
}

/** An answer as it stands on the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Names of the headers as they were spelled, in order, repeated ones repeated. */
  readonly headerNames: readonly string[];
  readonly text: string;
  readonly json: unknown;
}

/** Sends a request whose path goes over the wire as it is given, on a connection of its own unless an agent has one. */
export async function wire(
  sidecar: Pick<Sidecar, 'url'>,
  path: string,
  { method = 'GET', headers = {}, agent }: { method?: string; headers?: Record<string, string>; agent?: Agent } = {},
): Promise<WireAnswer> {
  const { hostname, port } = new URL(sidecar.url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: hostname, port, path, method, headers, agent: agent ?? false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const headerNames = response.rawHeaders.filter((_, index) => index % 2 === 0);
        const isJson = (response.headers['content-type'] ?? '').startsWith('application/json') && text !== '';
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          headerNames,
          text,
          json: isJson ? (JSON.parse(text) as unknown) : undefined,
        });
      });
    });
    request.on('error', reject).end();
  });
}
