const BYTE = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
/** 127.0.0.0/8. A byte with a leading zero is not one: some programs read it as octal. */
const IPV4 = new RegExp(String.raw`^127(?:\.(?!0\d)${BYTE}){3}$`);
/** 127.0.0.0/8 as an IPv6 address, in the only form that a URL has it. */
const MAPPED = /^\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]$/;

/** Whether an IP address (without brackets) can be reached only from its own machine: 127.0.0.0/8 and `::1`. A name is none, `localhost` neither. */
export function isLoopbackAddress(address: string): boolean {
  if (!/^[\d.a-f:]+$/i.test(address)) return false;
  if (!address.includes(':')) return IPV4.test(address);
  const url = `http://[${address}]/`;
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host === '[::1]' || MAPPED.test(host);
}

/** Whether a host as a URL or a setting has it can only be this machine: `localhost`, or a loopback address with or without brackets. */
export function isLoopbackHost(host: string): boolean {
  return host.toLowerCase() === 'localhost' || isLoopbackAddress(host.replace(/^\[(.*)\]$/, '$1'));
}
