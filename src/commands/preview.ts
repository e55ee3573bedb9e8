import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatOf, readArticles, readSetup, type Setup, summarizer, summarizing } from '../app.ts';
import { admit } from '../domain/admission.ts';
import { type Article, articleName } from '../domain/article.ts';
import type { Channel } from '../domain/channel.ts';
import { illustrate } from '../domain/illustration.ts';
import { parseLink } from '../domain/link.ts';
import { doubtAbout } from '../domain/place.ts';
import type { Room } from '../domain/ports.ts';
import type { PostImage } from '../domain/post.ts';
import { explain, type Reason, reason } from '../domain/reason.ts';
import type { Instant } from '../domain/time.ts';
import { compose } from '../pipeline/compose.ts';
import { cardLines } from './card.ts';
import { type Command, EXIT, flag, type Io, printJson, text as textOf, Usage } from './command.ts';
import { clock, dollars, inWords, reasonJson } from './post-view.ts';
import { complain, printLines } from './table.ts';
import { NoSuchId } from './typed.ts';

export const preview: Command = {
  summary: 'what each channel would post of article files, writing nothing',
  help: `usage: crier preview PATH… [--explain] [--json] [--config FILE]

Reads article files, or all of a folder, and shows what every channel would post of each: the words, the link,
the image it would attach, how long that is as the platform counts, what it costs, who would have to look
first, or why a channel skips it. With --explain also why each sentence was chosen. It writes nothing, opens no
store and asks no platform.

  crier preview articles/harbour-bridge.json
  crier preview articles --json | jq '.[] | select(.skipped)'

Exit codes: 0 done; 1 a file could not be read (it is named, the others are shown); 66 there is no such path.
`,
  options: { explain: { type: 'boolean' } },
  async run(args, io) {
    const { positionals: paths } = args;
    if (paths.length === 0) throw new Usage('preview: expected article files or folders');
    if (paths.some((path) => parseLink(path))) throw new Usage('addresses are not read yet; save the article first');
    const missing = paths.find((path) => !existsSync(path));
    if (missing !== undefined) throw new NoSuchId(`there is no file or folder ${missing}`);
    const configOption = textOf(args, 'config');
    const { root, env, err: writeLog } = io;
    const start = { root, env, writeLog, writesNothing: true };
    const setup = await readSetup(configOption === undefined ? start : { ...start, configOption });
    const now = Temporal.Now.instant();
    const previews: Preview[] = [];
    let unreadable = 0;
    for (const path of paths) {
      for await (const read of readArticles(resolve(path), setup.config)) {
        if (io.signal.aborted) break;
        if (read.type === 'unreadable') {
          unreadable += 1;
          complain(io, `${read.fault.item}: ${read.fault.detail}`);
        } else {
          const shown = await previewsOf(read.article, setup, {
            now,
            signal: io.signal,
            withReasons: flag(args, 'explain'),
          });
          if (flag(args, 'json')) previews.push(...shown);
          else for (const one of shown) printPreview(one, setup, io);
        }
      }
    }
    if (flag(args, 'json')) printJson(io, previews.map(previewJson));
    return unreadable > 0 ? EXIT.needsPerson : EXIT.done;
  },
};

/** What one channel would post of one article. */
interface Preview {
  readonly article: Article;
  readonly channel: Channel;
  readonly status: 'skipped' | 'pending_review' | 'scheduled';
  readonly reason: Reason;
  /** Undefined: skipped, or no whole sentence fits. */
  readonly text?: string;
  /** With the link, as the platform counts. */
  readonly length: number;
  readonly maxLength: number;
  readonly link: string;
  /** The picture it would carry as its own. */
  readonly image?: PostImage;
  /** Why it would carry none although the article has one. */
  readonly note?: string;
  readonly costUsd: number;
  readonly dueAt?: Instant;
  /** Where asked for. */
  readonly explanation?: Explanation;
}

type Explanation = ReturnType<Awaited<ReturnType<typeof summarizing>>['explainSummary']>;

async function previewsOf(
  article: Article,
  { config }: Setup,
  { now, signal, withReasons }: { now: Instant; signal: AbortSignal; withReasons: boolean },
): Promise<readonly Preview[]> {
  return Promise.all(
    config.channels.map(async (channel): Promise<Preview> => {
      const admitted = admit(article, channel, now);
      const composed = await compose({ formatOf, summarizer }, article, channel, signal);
      const { text, doubts, link, format, room, summaryRoom } = composed;
      const illustration = illustrate(article, channel);
      const explained = withReasons && { explanation: await explanationOf(article, summaryRoom) };
      const common = { article, channel, link, maxLength: room.maxLength, ...explained };
      if (admitted.type === 'skipped') {
        return { ...common, status: 'skipped', reason: admitted.reason, length: 0, costUsd: 0 };
      }
      const { to, reason: why, dueAt } = admitted;
      if (text === undefined) {
        const waits = { status: 'pending_review', reason: reason('needs-words'), dueAt } as const;
        return { ...common, ...illustration, ...waits, length: 0, costUsd: 0 };
      }
      const sizes = { length: room.measure(text), costUsd: format.costUsd(text, link, illustration.image) };
      const doubtful = doubtAbout(doubts);
      const placed = doubtful ? { status: 'pending_review' as const, reason: doubtful } : { status: to, reason: why };
      return { ...common, ...illustration, ...sizes, text, ...placed, dueAt };
    }),
  );
}

async function explanationOf(article: Article, room: Room): Promise<Explanation> {
  const { explainSummary } = await summarizing();
  return explainSummary(article, room);
}

function previewJson({
  article,
  channel,
  status,
  reason: why,
  text,
  length,
  maxLength,
  link,
  image,
  note,
  costUsd,
  dueAt,
  explanation,
}: Preview) {
  return {
    article: articleName(article),
    channel: channel.id,
    platform: channel.platform,
    sandbox: channel.sandbox,
    status,
    reason: reasonJson(why),
    text: text ?? null,
    length,
    maxLength,
    link,
    ...(image && { image: image.url }),
    ...(image?.alt !== undefined && { alt: image.alt }),
    ...(note !== undefined && { note }),
    ...(costUsd > 0 && { cost: costUsd }),
    ...(dueAt && { dueAt }),
    ...(status === 'skipped' && { skipped: explain(why) }),
    ...(explanation && { summary: { from: explanation.from, sentences: explanation.sentences } }),
  };
}

function printPreview({ article, channel, ...shown }: Preview, { config }: Setup, io: Io): void {
  const { status, reason: why, text, length, maxLength, link, image, note, costUsd, dueAt, explanation } = shown;
  const { name, timezone } = config.outlet;
  const head = `${articleName(article)} on ${channel.id}: ${inWords(status)}, ${explain(why)}`;
  const due =
    dueAt && why.type !== 'due' && status === 'scheduled'
      ? [`goes out from ${clock(dueAt, timezone)} (${timezone}) on`]
      : [];
  const foot = `${length} of ${maxLength}${costUsd > 0 ? `, costs ${dollars(costUsd)} where it is billed` : ''}`;
  const picture = image && `[${image.alt ?? 'no alt text'}] ${image.url}`;
  const parts = [text, link, picture, note].filter((part) => part !== undefined);
  const card = text === undefined ? [] : cardLines({ head: name, parts, foot });
  printLines(io, [head, ...due, ...card, ...(explanation ? reasonLines(explanation) : []), '']);
}

function reasonLines({ summary, from, sentences }: Explanation): readonly string[] {
  if (summary === undefined) return ['no sentence that stands by itself fits: the post needs an editor’s words'];
  const own = from === 'standfirst' ? ['the outlet’s own standfirst opens the post: it is whole and fits'] : [];
  const others = sentences.flatMap(({ place, reasons, leftOut }) => [
    `sentence ${place} of the article: ${reasons.join('; ')}`,
    ...leftOut.map((words) => `  left out: ${words}`),
  ]);
  return [...own, ...others];
}
