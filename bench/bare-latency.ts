// The least that can be between a file, or a push, and the call to X: what crier is measured against in latency.ts.
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const STORY = z.object({ title: z.string(), url: z.string() });
const { BARE_FOLDER: folder = '', BARE_X_PORT: port = '' } = process.env;
const OAUTH =
  'OAuth oauth_consumer_key="k", oauth_nonce="n", oauth_signature="s", oauth_timestamp="1", oauth_signature_method="HMAC-SHA1", oauth_token="1001-t"';

async function tell(read: unknown): Promise<void> {
  const { title, url } = STORY.parse(read);
  const answer = await fetch(`http://127.0.0.1:${port}/2/tweets`, {
    method: 'POST',
    headers: { authorization: OAUTH, 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ text: `${title} ${url}` }),
  });
  await answer.body?.cancel();
}

watch(folder, async (_, name) => {
  if (name?.startsWith('story-')) await tell(JSON.parse(await readFile(join(folder, name), 'utf8')));
});
const server = createServer(async (request, response) => {
  const story = await json(request);
  response.writeHead(202).end('{}');
  await tell(story);
}).listen(0, '127.0.0.1', () => {
  const { port: at } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ push: `http://127.0.0.1:${at}` })}\n`);
});
