import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import { urlToHttpOptions } from 'node:url';

type OnResponse = (response: IncomingMessage) => void;
type Where = string | URL | RequestOptions;

/** By it the look-alikes know which process asks. */
export const CLIENT_HEADER = 'x-test-client';

/**
 * Sends every https request for one of these hosts to the port on 127.0.0.1 that stands for it, in plain HTTP; any other
 * host, and one without a port, refuses the connection at once.
 */
export function redirectHttps(ports: Readonly<Record<string, number>>): void {
  function request(where: Where, second?: RequestOptions | OnResponse, third?: OnResponse): ClientRequest {
    const options = { ...optionsOf(where), ...(typeof second === 'object' ? second : {}) };
    const onResponse = typeof second === 'function' ? second : third;
    const host = hostOf(options);
    const port = Object.hasOwn(ports, host) ? ports[host] : undefined;
    const req = http.request(port ? plain(options, port) : refused(options, host), onResponse);
    if (!req.headersSent) req.setHeader('host', host).setHeader(CLIENT_HEADER, String(process.pid));
    return req;
  }
  function get(where: Where, second?: RequestOptions | OnResponse, third?: OnResponse): ClientRequest {
    const req = request(where, second, third);
    req.end();
    return req;
  }
  Object.assign(https, { request, get });
}

function optionsOf(where: Where): RequestOptions {
  if (typeof where === 'string') return urlToHttpOptions(new URL(where));
  return where instanceof URL ? urlToHttpOptions(where) : where;
}

function hostOf({ hostname, host }: RequestOptions): string {
  return (hostname || host || 'localhost').replace(/:\d+$/, '').toLowerCase();
}

/** Method, path, headers, signal and timeout stay; an https agent cannot carry plain HTTP. */
function plain(options: RequestOptions, port: number): RequestOptions {
  const { agent, ...rest } = options;
  const own = { protocol: 'http:', host: '127.0.0.1', hostname: '127.0.0.1', port, defaultPort: port };
  return { ...rest, ...own, ...(agent === undefined ? {} : { agent: false }) };
}

function refused(options: RequestOptions, host: string): RequestOptions {
  const port = Number(options.port ?? 443);
  const cause = Object.assign(new Error(`connect ECONNREFUSED ${host}:${port}`), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
    address: host,
    port,
  });
  const createConnection = () => {
    const socket = new Socket();
    process.nextTick(() => socket.destroy(cause));
    return socket;
  };
  const { agent: _, ...rest } = options;
  // Only a request without an agent asks createConnection.
  return { ...rest, protocol: 'http:', createConnection };
}
