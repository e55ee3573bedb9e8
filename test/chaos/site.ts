import { once } from 'node:events';
import { createServer } from 'node:http';

/** Where the images of the stories are, and a hub for the feeds, on 127.0.0.1. */
export interface Site {
  readonly host: string;
  close(): Promise<void>;
}

/** Opens it: each fifth answer is an outage, and what is gone is not found. */
export async function openSite(): Promise<Site> {
  let answers = 0;
  const server = createServer((request, response) => {
    answers += 1;
    const status = request.url === '/gone.png' ? 404 : answers % 5 === 0 ? 503 : 200;
    response.writeHead(status).end(request.url === '/hub' ? undefined : PNG);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the site is on no port');
  return {
    host: `127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
