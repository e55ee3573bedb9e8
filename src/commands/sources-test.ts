import type { PollResult } from '../domain/ports.ts';
import { understood } from '../domain/understanding.ts';
import { type Args, EXIT, type ExitCode, flag, type Io, printJson } from './command.ts';
import { clock } from './post-view.ts';
import { inNewsroom } from './setup.ts';
import { printLines } from './table.ts';
import { NoSuchId, onlyPositional } from './typed.ts';

/** A person reads no more at once; the newest are shown. */
const SHOWN_AT_MOST = 20;

/** `sources test ID`: one poll, and what it understood; nothing is taken in. */
export function testSource(args: Args, io: Io): Promise<ExitCode> {
  const id = onlyPositional(args, 'the id of one source');
  return inNewsroom(args, io, async ({ sources, store, outlet }, { config }) => {
    const source = sources.find((one) => one.id === id);
    const kind = config.sources.find((spec) => spec.id === id)?.type;
    if (!source || kind === undefined) {
      throw new NoSuchId(`there is no source ${id}; there is ${sources.map((known) => known.id).join(', ')}`);
    }
    const polled = await source.poll(flag(args, 'new') ? (await store.source(id)).cursor : undefined, io.signal);
    const tested = { source: id, kind, ...testedJson(polled) };
    if (flag(args, 'json')) printJson(io, tested);
    else printLines(io, testedLines(tested, outlet.timezone));
    return polled.type === 'unreachable' ? EXIT.needsPerson : EXIT.done;
  });
}

function testedJson(polled: PollResult) {
  if (polled.type === 'unreachable') {
    return {
      state: 'unreachable',
      detail: polled.detail,
      articles: [],
      vanished: [],
      unreadable: [],
      more: false,
    } as const;
  }
  const { articles, vanished, unreadable, more } = polled;
  return {
    state: 'reachable',
    articles: articles.map(understood),
    vanished: vanished.map(({ id }) => id),
    unreadable,
    more,
  } as const;
}

type Tested = { readonly source: string; readonly kind: string } & ReturnType<typeof testedJson>;

function testedLines(tested: Tested, timezone: string): readonly string[] {
  const { source, kind, articles, vanished, unreadable, more } = tested;
  if (tested.state === 'unreachable') return [`source ${source} (${kind}) cannot be reached: ${tested.detail}`];
  const newest = articles.toSorted((a, b) => Temporal.Instant.compare(b.publishedAt, a.publishedAt));
  const left = newest.length - SHOWN_AT_MOST;
  return [
    `source ${source} (${kind}): ${articles.length}${more ? ' or more' : ''} articles, ${unreadable.length} unreadable`,
    ...newest.slice(0, SHOWN_AT_MOST).flatMap((article) => ['', ...articleLines(article, timezone)]),
    ...(left > 0 ? ['', `and ${left} older ones; --json shows them`] : []),
    ...vanished.map((id) => `gone: ${id}`),
    ...unreadable.map(({ item, detail }) => `unreadable: ${item}: ${detail}`),
  ];
}

function articleLines(article: ReturnType<typeof understood>, timezone: string): readonly string[] {
  const { id, title, url, publishedAt, updatedAt, embargoUntil, status, language, section, words, image } = article;
  const times = [
    `published ${clock(publishedAt, timezone)}`,
    ...(updatedAt ? [`changed ${clock(updatedAt, timezone)}`] : []),
    ...(embargoUntil ? [`not before ${clock(embargoUntil, timezone)}`] : []),
  ];
  const kinds = [status, language, ...(section === undefined ? [] : [section]), `${words} words`];
  return [
    title,
    `  ${times.join(', ')}`,
    `  ${kinds.join(', ')}, id ${id}`,
    `  ${url}`,
    ...(image ? [`  image ${image.url}${image.alt === undefined ? '' : `: ${image.alt}`}`] : []),
    ...(article.missing.length > 0 ? [`  missing: ${article.missing.join(', ')}`] : []),
  ];
}
