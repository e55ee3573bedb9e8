import { z } from 'zod';
import { mapping } from './mapping.ts';
import { source } from './source-schema.ts';
import {
  address,
  count,
  dailySpan,
  dollars,
  duration,
  durationOrNever,
  flag,
  hostAndPort,
  id,
  language,
  share,
  template,
  text,
  texts,
  timezone,
} from './values.ts';

const outlet = mapping('keys with values: id, name, url, language, timezone', {
  id: id.exactOptional().describe('Rows carry it, so it never changes. Left out: made from the name.'),
  name: text('the name of the outlet, such as Demo Daily').describe('What readers call the outlet.'),
  url: address('https://news.example').describe("The outlet's own address."),
  language: language.describe('The language of articles that name none: BCP 47, such as en, uk or pt-BR.'),
  timezone: timezone.describe('IANA name. Days, months, quiet hours and times without an offset are in it.'),
});

const listsExpected = 'lists under sections, tags or words';
const match = mapping(listsExpected, {
  sections: texts('a list of sections').exactOptional(),
  tags: texts('a list of tags').exactOptional(),
  words: texts('a list of words').exactOptional().describe('Whole words of title, summary or body, in any case.'),
});

const review = z
  .union([z.literal('required'), z.literal('none'), mapping('', { hold: duration('10m') })], {
    error: 'required, none or { hold: 10m }',
  })
  .describe('Who must look first: an editor (required), nobody (none), or whoever objects in time ({ hold: 10m }).');

const hourlyCap = count(1).describe('The most posts within an hour.');

const breaking = mapping('keys with values: review, freshFor, maxPerHour, when', {
  review: review.exactOptional(),
  freshFor: duration('1h').exactOptional().describe('How long breaking news is news.'),
  maxPerHour: hourlyCap.prefault(3),
  when: mapping('lists under tags, sections or titleStarts', {
    sections: texts('a list of sections').exactOptional(),
    tags: texts('a list of tags').exactOptional(),
    titleStarts: texts('a list of beginnings of titles').exactOptional(),
  })
    .exactOptional()
    .describe('What makes an article breaking besides its own mark.'),
}).describe('Breaking news passes quiet hours and goes first.');

const budget = mapping('keys with values: perDay, perMonth, postsPerDay, keepForBreaking', {
  perDay: dollars.exactOptional().describe('US dollars a day.'),
  perMonth: dollars.exactOptional().describe('US dollars a month.'),
  postsPerDay: count(1).exactOptional().describe('Posts a day.'),
  keepForBreaking: share.prefault('0%').describe('The share of each limit that only breaking news may use.'),
}).describe('What the account may spend, where the platform bills.');

const upToThree = (least: number, error: string) => z.int({ error }).min(least, { error }).max(3, { error });
const hashtagsExpected = 'a whole number from 0 to 3, or { inline: 2 }';
const hashtags = z
  .union([upToThree(0, hashtagsExpected), mapping('', { inline: upToThree(1, 'a whole number from 1 to 3') })], {
    error: hashtagsExpected,
  })
  .describe(
    "How many of the article's tags a post has as hashtags where there is room: after its words, or with { inline: 2 } " +
      'in place of their words where these stand, the others after. Left out: none.',
  );

const prefixExpected = 'the beginning of keys in .env, such as SPORT';
const linkTagsExpected = 'names with texts, such as { utm_source: x }';

/** One entry of `channels`, by itself. */
export const channel = mapping('keys with values, at least id and platform', {
  id: id.describe('What the desk and the commands call the channel.'),
  platform: z
    .enum(['twitter', 'x', 'facebook', 'google-news'], { error: 'twitter (or x), facebook or google-news' })
    .transform((name) => (name === 'x' ? 'twitter' : name)),
  account: z
    .string({ error: prefixExpected })
    .regex(/^[A-Z][A-Z0-9_]*$/, { error: prefixExpected })
    .exactOptional()
    .describe('What its keys in .env begin with: SPORT reads SPORT_APP_KEY and so on. Left out: TWITTER or FACEBOOK.'),
  sandbox: flag.prefault(false).describe('true: the bundled sandbox instead of the real platform.'),
  review: review.prefault('required'),
  reviewWhen: match.exactOptional().describe('Forces a review where `review` would not.'),
  sections: texts('a list of sections').exactOptional().describe('Left out: every section.'),
  exclude: match.exactOptional().describe('What never goes to this channel.'),
  languages: z
    .array(language, { error: 'a list of languages' })
    .min(1, { error: 'a list of languages' })
    .exactOptional()
    .describe('Left out: every language.'),
  freshFor: durationOrNever('12h').exactOptional().describe('How long news is news. Left out: the default below.'),
  minGap: duration('5m', 0).prefault('0s').describe('The least time between two posts of the account.'),
  maxPerHour: hourlyCap.prefault(20),
  quietHours: dailySpan.exactOptional().describe("When nothing goes out, in the outlet's time zone: 23:00-06:00."),
  breaking: breaking.exactOptional(),
  budget: budget.prefault({}),
  linkTags: z
    .record(text(), text(), { error: linkTagsExpected })
    .prefault({})
    .describe('Added to the query of each link; ignored wherever links are compared.'),
  text: template
    .exactOptional()
    .describe(
      'How a post is put together of {summary}, {headline}, {section}, {authors} and {hashtags}; {breaking?⚡ } is words ' +
        'for breaking news only, {section?in } words where there is a section. The link stands by itself. Left out: as suits the platform.',
    ),
  headline: z
    .enum(['card', 'text', 'auto'], { error: 'card, text or auto' })
    .prefault('auto')
    .describe(
      "card: the link's card shows the headline, the text does not repeat it; text: the text begins with it; auto: text " +
        'on facebook where a picture of its own takes the place of the card, otherwise card.',
    ),
  hashtags: hashtags.exactOptional(),
  image: z
    .enum(['attach', 'preview'], { error: 'attach or preview' })
    .exactOptional()
    .describe(
      "attach: the article's image is uploaded as the post's own picture; preview: only the card of the link shows it. " +
        'Left out: attach on twitter, preview on facebook.',
    ),
  withoutAlt: z
    .enum(['omit', 'ask'], { error: 'omit or ask' })
    .exactOptional()
    .describe(
      'What becomes of an image to attach that has no alt text. omit: it is left out of the post; ask: the post waits for ' +
        'an editor. Left out: omit.',
    ),
  directory: text('a path, relative to this file')
    .exactOptional()
    .describe('google-news: where its files are written, relative to this file.'),
  address: address('https://news.example/feeds/')
    .exactOptional()
    .describe("google-news: the public address of that directory. Left out: the outlet's own address."),
  hubs: z
    .array(address('https://pubsubhubbub.appspot.com/'), { error: 'a list of WebSub hubs' })
    .exactOptional()
    .describe('google-news: the WebSub hubs that are told when the feeds change.'),
});

/** All of newsroom.yaml. An error is the end of a sentence that begins with "expected". */
export const newsroom = mapping('keys with values: outlet, sources, channels and so on', {
  outlet,
  sources: z.array(source, { error: 'a list of sources' }).min(1, { error: 'at least one source' }),
  channels: z.array(channel, { error: 'a list of channels' }).min(1, { error: 'at least one channel' }),
  freshFor: durationOrNever('12h').prefault('12h').describe('How long news is news, for channels that do not say.'),
  catchUp: z
    .union([z.literal('all'), count(0)], { error: 'a whole number, or all' })
    .prefault(5)
    .describe('How many posts of a channel go out by themselves after a gap; the rest wait for a person.'),
  preflight: flag
    .prefault(true)
    .describe(
      'Whether readers who follow the link must find the story before it is shared: it answers 200, and where the page names its own address, that is the link.',
    ),
  heartbeat: address('https://hc.example/id').exactOptional().describe('Called after each pass that went well.'),
  delivery: mapping('keys with values: leaseFor, confirmAfter, attempts, firstRetry', {
    leaseFor: duration('2m').prefault('2m').describe('How long one attempt holds its post; a request gets a third.'),
    confirmAfter: duration('30s').prefault('30s').describe('How long after a lost answer crier first looks.'),
    attempts: count(1).prefault(8).describe('How many attempts a post gets.'),
    firstRetry: duration('30s').prefault('30s').describe('The wait after the first failure; it doubles.'),
  }).prefault({}),
  listen: mapping('keys with values: desk, feeds, push', {
    desk: hostAndPort('127.0.0.1:8080').prefault('127.0.0.1:8080'),
    feeds: hostAndPort('127.0.0.1:8081').prefault('127.0.0.1:8081'),
    push: hostAndPort('127.0.0.1:8082')
      .prefault('127.0.0.1:8082')
      .describe('Where sources of type push are sent articles; opened only where there is one.'),
  }).prefault({}),
  trustProxy: flag
    .prefault(false)
    .describe('true: behind a proxy of your own, whose X-Forwarded headers are believed.'),
  fetch: mapping('a list under allow', {
    allow: z
      .array(hostAndPort('staging.example:8080'), { error: 'a list of hosts with ports' })
      .prefault([])
      .describe('host:port that may be fetched although they are private: staging and tests.'),
  }).prefault({}),
});
