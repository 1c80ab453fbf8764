import { errors } from '@ringside/core';
import { addressesOf } from '@ringside/host';
import { isLoopbackAddress, modelErrors } from '@ringside/model';
import type { SidecarSettings } from '../config/settings.ts';

/**
 * Refuses to listen where others can reach the sidecar unless both TLS and authentication (client certificates or a bearer
 * token) are configured. A name counts as loopback only if every address it has is one.
 *
 * @returns the address to listen on
 * @throws OpsError `BIND_REFUSED` naming what is missing; `CONFIG_INVALID` for a name without an address
 */
export async function allowedAddress({ listen, tls, token }: Pick<SidecarSettings, 'listen' | 'tls' | 'token'>): Promise<string> {
  const addresses = await addressesOf(listen.host);
  const [first] = addresses;
  if (first === undefined) throw errors.CONFIG_INVALID({ message: `listen.host: ${listen.host} has no address` });
  const authenticated = token !== undefined || tls?.requireClientCertificate === true;
  const missing = [...(tls === undefined ? ['TLS'] : []), ...(authenticated ? [] : ['authentication'])];
  if (missing.length === 0 || addresses.every((address) => isLoopbackAddress(address))) return first;
  throw modelErrors.BIND_REFUSED({
    message: `Refusing to listen on ${listen.host} without ${missing.join(' and ')}: others could control the node`,
    remedy: 'Listen on a loopback address, or configure tls.* and either tls.requireClientCertificate or authentication.tokenFile.',
    details: { host: listen.host, missing },
  });
}
