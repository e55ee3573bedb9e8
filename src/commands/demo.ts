import { join } from 'node:path';
import type { Setup } from '../app.ts';
import type { Post } from '../domain/post.ts';
import { explain } from '../domain/reason.ts';
import { SECOND_MS } from '../domain/time.ts';
import type { Newsroom } from '../pipeline/newsroom.ts';
import { pass } from '../pipeline/pass.ts';
import { cardLines } from './card.ts';
import { type Command, EXIT, type Io, Usage } from './command.ts';
import { inWords } from './post-view.ts';
import { inNewsroom } from './setup.ts';
import { complain, printLines } from './table.ts';
import { noPositionals } from './typed.ts';

const DATABASE = 'data/demo/crier.db';
const DEMO_PASS_MS = 50 * SECOND_MS;

export const demo: Command = {
  summary: 'see it work: posts the sample articles to the bundled sandbox',
  help: `usage: crier demo [--once]

Runs one pass of the demo newsroom, config/newsroom.yaml, over the sample articles: takes them in, writes a
post of each and publishes it to the bundled sandbox, which is a file. No key, no network, nothing real. It has
a database of its own; a second run finds nothing new and shows the same posts again.

  npm start
  crier demo --once

Exit codes: 0 done; 1 something needs a person; 78 the config posts for real by now, and is no demo any more.
`,
  options: { once: { type: 'boolean' } },
  async run(args, io) {
    noPositionals(args);
    if (args.values.json === true) throw new Usage('demo speaks to people only; "crier run --json" is for scripts');
    const env = {
      ...io.env,
      DATABASE_URL: `sqlite:${DATABASE}`,
      CRIER_CONFIG: '',
      LOG_LEVEL: io.env.LOG_LEVEL || 'warn',
    };
    return inNewsroom(args, { ...io, env }, async (room, { config }) => {
      if (config.channels.some(({ sandbox }) => !sandbox)) {
        complain(
          io,
          'a channel of this config posts for real: "crier run" does that, the demo only plays in the sandbox',
        );
        return EXIT.configuration;
      }
      await pass(room, DEMO_PASS_MS, io.signal);
      const posts = (await room.store.posts({})).toReversed();
      for (const post of posts) if (post.state === 'published') printLines(io, await postCard(post, room));
      printLines(io, ['', ...whatItDid(room, posts), '', ...whereToLook(config, io)]);
      for (const alert of room.tally.alerts) complain(io, `needs a person: ${alert}`);
      return room.tally.alerts.length > 0 ? EXIT.needsPerson : EXIT.done;
    });
  },
};

async function postCard(post: Post, { outlet, formatOf }: Newsroom): Promise<readonly string[]> {
  const text = post.sending?.text ?? post.text ?? '';
  const { maxLength, measure } = (await formatOf(post.platform)).room(post.link);
  const foot = `${measure(text)} of ${maxLength} characters as X counts${post.breaking ? ', breaking' : ''}`;
  return ['', ...cardLines({ head: outlet.name, parts: [text, post.link], foot })];
}

function whatItDid({ tally, outlet, channels }: Newsroom, posts: readonly Post[]): readonly string[] {
  const { articles, posts: moved } = tally;
  const fresh = articles.new + articles.changed;
  const others = posts.filter(({ state }) => state !== 'published');
  if (posts.length === 0)
    return ['No articles yet; one that was written less than a second ago is read the next time.'];
  return [
    fresh === 0
      ? 'Nothing was new since the last run; these are the posts of then.'
      : `${outlet.name} had ${articles.new} new articles; ${moved.published ?? 0} were posted to the sandbox just now.`,
    ...others.map(
      ({ article, channel, state, reason }) => `${article.id} on ${channel}: ${inWords(state)}, ${explain(reason)}`,
    ),
    `Channels: ${channels.map(({ id }) => id).join(', ')}. Articles are posted once, however often this runs.`,
  ];
}

function whereToLook({ databasePath, dataDirectory, sources }: Setup['config'], { root }: Io): readonly string[] {
  const crier = join(root, 'bin/crier');
  const withDemo = `DATABASE_URL=sqlite:${DATABASE} ${crier}`;
  return [
    `articles   ${sources.map(({ path }) => path).join(', ')}`,
    `posts      ${join(dataDirectory, 'sandbox')}`,
    `database   ${databasePath}`,
    '',
    'Next:',
    `  ${withDemo} status`,
    `  ${withDemo} queue list`,
    `  ${crier} preview ${sources[0]?.path ?? 'FILE'}`,
    `  ${crier} check`,
    `  ${crier} --help`,
  ];
}
