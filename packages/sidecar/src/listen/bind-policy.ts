import { errors } from '@ringside/core';
import { addressesOf } from '@ringside/host';
import { isLoopbackAddress, modelErrors } from '@ringside/model';
import type { SidecarSettings } from '../config/settings.ts';

type Authentication = Pick<SidecarSettings, 'jwt' | 'tls' | 'token' | 'tokensFile'>;

/** Whether a caller must prove who it is. */
export function asksWho({ jwt, tls, token, tokensFile }: Authentication): boolean {
  return token !== undefined || tokensFile !== undefined || jwt !== undefined || tls?.requireClientCertificate === true;
}

/**
 * Refuses to listen where others can reach the sidecar unless both TLS and authentication (client certificates or a bearer
 * token) are configured. A name counts as loopback only if every address it has is one.
 *
 * @returns the address to listen on
 * @throws OpsError `BIND_REFUSED` naming what is missing; `CONFIG_INVALID` for a name without an address
 */
export async function allowedAddress({ listen, ...settings }: Pick<SidecarSettings, 'listen'> & Authentication): Promise<string> {
  const addresses = await addressesOf(listen.host);
  const [first] = addresses;
  if (first === undefined) throw errors.CONFIG_INVALID({ message: `listen.host: ${listen.host} has no address` });
  const missing = [...(settings.tls === undefined ? ['TLS'] : []), ...(asksWho(settings) ? [] : ['authentication'])];
  if (missing.length === 0 || addresses.every((address) => isLoopbackAddress(address))) return first;
  throw modelErrors.BIND_REFUSED({
    message: `Refusing to listen on ${listen.host} without ${missing.join(' and ')}: others could control the node`,
    remedy:
      'Listen on a loopback address, or configure tls.* and either tls.requireClientCertificate, authentication.jwt.*, authentication.tokensFile or authentication.tokenFile.',
    details: { host: listen.host, missing },
  });
}
