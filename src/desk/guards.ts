import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { faultPage } from './fault-page.ts';

/** What a form may send; the longest field is a name. */
const LONGEST_BODY_BYTES = 64 * 1024;

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Headers of every page: nothing inline, nothing from elsewhere but pictures, kept by no cache. */
export function safeHeaders(): readonly MiddlewareHandler[] {
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      imgSrc: ["'self'", 'https:'],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    // Nothing is told to other sites. With `no-referrer` browsers also hide the Origin of our own forms.
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    // The desk may well be plain HTTP on loopback; a proxy that speaks TLS says this itself.
    strictTransportSecurity: false,
  });
  const unkept: MiddlewareHandler = async (c, next) => {
    await next();
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
  };
  return [headers, unkept];
}

/** Answers only under names it knows: a page of another name that leads here (DNS rebinding) sees nothing. */
export function knownHosts(hosts: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    const { host } = new URL(c.req.url);
    const asked = [host, c.req.header('Host') ?? host];
    if (asked.every((name) => isKnown(name.toLowerCase(), hosts))) return next();
    return faultPage(c, 421, 'This is not the address of the desk', [
      'The desk answers only under names it was told of, so that no other site can reach it through your browser.',
      'Open it at its own address, such as http://127.0.0.1:8080, or name this one among the hosts of the desk.',
    ]);
  };
}

function isKnown(asked: string, hosts: readonly string[]): boolean {
  const name = asked.replace(/:\d+$/, '');
  if (LOOPBACK.includes(name)) return true;
  return hosts.some((host) => [asked, name].includes(host.toLowerCase()));
}

/** A form of more than 64 KB is nobody's decision. */
export const boundedBody: MiddlewareHandler = bodyLimit({
  maxSize: LONGEST_BODY_BYTES,
  onError: (c) =>
    faultPage(c, 413, 'That was too much', ['A form of the desk holds a few words. Go back and send less.']),
});

/**
 * Only the desk's own pages may post to it. What browsers say of a request's origin is believed; what says nothing of it
 * is no browser, and needs the form's token like everyone.
 */
export const sameOrigin: MiddlewareHandler = async (c, next) => {
  const site = c.req.header('Sec-Fetch-Site');
  const origin = c.req.header('Origin');
  const ours =
    site === undefined ? origin === undefined || hostOf(origin) === new URL(c.req.url).host : site === 'same-origin';
  if (ours) return next();
  return faultPage(c, 403, 'That came from another site', [
    'Decisions are taken only in forms of the desk itself. Open the desk and decide there.',
  ]);
};

/** Of the origin only the host: behind a proxy of one's own the scheme is another. */
function hostOf(origin: string): string | undefined {
  return URL.parse(origin)?.host;
}
