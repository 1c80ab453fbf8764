import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { errors, type OpsError } from '@ringside/core';
import { routeKitErrors } from '@ringside/route-kit';

/** Who may be named in a `Host` header. */
export interface HostPolicy {
  /** `http` or `https`, for comparing origins. */
  readonly scheme: 'http' | 'https';
  /** Names of nodes as they are configured. */
  readonly hosts: readonly string[];
  /** Whether other names are fine too: only where requests are authenticated by something that a browser does not add by itself. */
  readonly anyName: boolean;
}

/**
 * Refuses what a web page could make its visitor's browser send. A page whose name leads to this machine (DNS rebinding) is told by
 * its `Host`; one of another origin by `Origin` or `Sec-Fetch-Site`, wherever something would be changed. Programs send neither.
 *
 * @throws OpsError `INVALID_ARGUMENT` for no or several `Host` headers, `MISDIRECTED` for a host that is none of ours, `FORBIDDEN`
 *   for a change that another origin asks for
 */
export function refuseForeignPages(request: IncomingMessage, policy: HostPolicy): void {
  const host = onlyHost(request);
  refuseForeignHost(host, policy);
  const target = request.url ?? '/';
  if (!target.startsWith('/') && target !== '*') refuseOtherAuthority(target, host, policy);
  if (SAFE.has(request.method ?? '')) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const own = origin === undefined || origin.toLowerCase() === `${policy.scheme}://${host.toLowerCase()}`;
  if (own && (site === undefined || site === 'same-origin' || site === 'none')) return;
  throw errors.FORBIDDEN({
    message: 'A web page of another origin may not change anything here',
    remedy: 'Use the dashboard that this sidecar serves, the ringside command, or a program that sends no Origin header.',
  });
}

/** Methods that change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** HTTP/1.0 has no `Host`, and no browser speaks it. */
function onlyHost({ rawHeaders, headers, httpVersion }: IncomingMessage): string {
  const given = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
  if (given === 1 || (given === 0 && httpVersion === '1.0')) return headers.host ?? '';
  throw errors.INVALID_ARGUMENT({ message: `A request needs one Host header; this one has ${given}` });
}

function refuseForeignHost(host: string, { hosts, anyName }: HostPolicy): void {
  const name = hostName(host);
  if (name === '' && host === '') return;
  if (name !== undefined && (anyName || isIP(name) !== 0 || name === 'localhost' || hosts.some((each) => each.toLowerCase() === name)))
    return;
  throw misdirected(
    name ?? host,
    `Use ${hosts.join(', ')}, localhost or an IP address. A sidecar takes other names only where it asks for a token or a client certificate.`,
  );
}

/** A target such as `http://other/path` overrules the `Host` header, so it must name the same. */
function refuseOtherAuthority(target: string, host: string, { hosts }: HostPolicy): void {
  const authority = /^https?:\/\/([^/?#]*)/i.exec(target)?.[1];
  if (authority?.toLowerCase() !== host.toLowerCase())
    throw misdirected(authority ?? target, `Use one of ${hosts.join(', ')}, and the same in the target as in the Host header.`);
}

/** The error for a host that no instance is configured for, and what to ask instead. */
export function misdirected(name: string, remedy: string): OpsError {
  return routeKitErrors.MISDIRECTED({
    message: `No Cassandra instance is configured for host ${JSON.stringify(name.slice(0, MOST_SHOWN))}`,
    remedy,
  });
}

const MOST_SHOWN = 80;

/** `[::1]:9043` → `::1`, `node-1:9043` → `node-1`; undefined for what is not a host with or without a port. */
export function hostName(header: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]*))(?::\d{1,5})?$/i.exec(header) ?? [];
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? bracketed.toLowerCase() : undefined;
  return plain?.toLowerCase();
}
