import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

const MAPPED = ipaddr.IPv6.parse('::ffff:0:0');
const NAT64 = ipaddr.IPv6.parse('64:ff9b::');
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');

/**
 * Whether an IP address is one of the public internet, spoken to by one host: not private, local, shared, reserved or
 * multicast. An IPv4 address inside an IPv6 one (mapped, or NAT64's 64:ff9b::/96) is judged as itself; tunnels (6to4,
 * Teredo) are not public.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false;
  const address = unwrapped(ipaddr.parse(text));
  if (address.range() !== 'unicast') return false;
  return !(address instanceof ipaddr.IPv6) || address.match(GLOBAL_UNICAST, 3);
}

/** Whether a host is this machine itself, so that nobody else reaches what listens there. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  return isIP(host) !== 0 && unwrapped(ipaddr.parse(host)).range() === 'loopback';
}

function unwrapped(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  // Where a network has no IPv4 of its own, every IPv4-only site is reached through NAT64 (RFC 6052).
  const carriesIPv4 = address.match(MAPPED, 96) || address.match(NAT64, 96);
  return carriesIPv4 ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}
