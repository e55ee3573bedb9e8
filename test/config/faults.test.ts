import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseNewsroom } from '../../src/config/parse.ts';
import { CHANNELS, faultLines, load, loadFrom, OUTLET, project, SOUND, SOURCES } from './project.ts';

const FILE = 'config/newsroom.yaml: ';
const ALL_CHANNEL_KEYS =
  'id, platform, account, sandbox, review, reviewWhen, sections, exclude, languages, freshFor, minGap, maxPerHour, ' +
  'quietHours, breaking, budget, linkTags, text, headline, hashtags, image, withoutAlt, directory, address, hubs';

async function faultsOf(yaml: string | Uint8Array): Promise<readonly string[]> {
  return faultLines(await load(yaml)).map((line) => (line.startsWith(FILE) ? line.slice(FILE.length) : line));
}

test.each([
  ['freshFor: soon', 'freshFor: expected a duration such as 12h, at most 3650d, or never, got "soon"'],
  ['freshFor: 12', 'freshFor: expected a duration such as 12h, at most 3650d, or never, got 12'],
  ['freshFor: 0h', 'freshFor: expected a duration such as 12h, above 0 and at most 3650d, got "0h"'],
  ['freshFor: 99999d', 'freshFor: expected a duration such as 12h, above 0 and at most 3650d, got "99999d"'],
  ['minGap: 9999d', 'minGap: expected a duration such as 5m, at most 3650d, got "9999d"'],
  ['minGap: 5 min', 'minGap: expected a duration such as 5m, got "5 min"'],
  ['maxPerHour: 0', 'maxPerHour: expected a whole number, 1 or more, got 0'],
  ['maxPerHour: 1.5', 'maxPerHour: expected a whole number, 1 or more, got 1.5'],
  ['maxPerHour: "3"', 'maxPerHour: expected a whole number, 1 or more, got "3"'],
  ['review: maybe', 'review: expected required, none or { hold: 10m }, got "maybe"'],
  ['review: { hold: long }', 'review: expected required, none or { hold: 10m }, got keys with values'],
  ['review: { hold: 1m, x: 1 }', 'review.x: expected one of hold; this is no key'],
  ['review:', 'review: expected required, none or { hold: 10m }, but it is empty'],
  ['sections: world', 'sections: expected a list of sections, got "world"'],
  ['sections: []', 'sections: expected a list of sections, got a list'],
  ['sections: [2024]', 'sections[0]: expected a text, got 2024'],
  ['exclude: { words: [""] }', 'exclude.words[0]: expected a text, got ""'],
  ['languages: [pt_BR]', 'languages[0]: expected a language such as en, uk or pt-BR, got "pt_BR"'],
  ['languages: [English]', 'languages[0]: expected a language such as en, uk or pt-BR, got "English"'],
  ['quietHours: 23-6', 'quietHours: expected two different times such as 23:00-06:00, got "23-6"'],
  ['quietHours: 24:00-06:00', 'quietHours: expected two different times such as 23:00-06:00, got "24:00-06:00"'],
  ['quietHours: 06:00-06:00', 'quietHours: expected two different times such as 23:00-06:00, got "06:00-06:00"'],
  ['breaking: { freshFor: never }', 'breaking.freshFor: expected a duration such as 1h, got "never"'],
  ['budget: { perDay: 0 }', 'budget.perDay: expected an amount in US dollars above 0, such as 2.50, got 0'],
  ['budget: { perDay: .inf }', 'budget.perDay: expected an amount in US dollars above 0, such as 2.50, got Infinity'],
  ['budget: { keepForBreaking: 0.2 }', 'budget.keepForBreaking: expected a share such as 20%, got 0.2'],
  ['budget: { keepForBreaking: 101% }', 'budget.keepForBreaking: expected a share such as 20%, got "101%"'],
  ['linkTags: { utm_source: 3 }', 'linkTags.utm_source: expected a text, got 3'],
  [
    'text: "{sumary}"',
    'text: expected {summary}, {headline}, {section}, {authors}, {hashtags}, or {breaking?words}, not {sumary}, got "{sumary}"',
  ],
  ['text: 3', 'text: expected a text such as "{summary}", got 3'],
  ['text: News', 'text: expected {summary} or {headline} in each post, got "News"'],
  ['text: "{summary} via @demo"', 'text: expected words that mention nobody: X lets no program do that'],
  ['headline: none', 'headline: expected card, text or auto, got "none"'],
  ['hashtags: 4', 'hashtags: expected a whole number from 0 to 3, or { inline: 2 }, got 4'],
  ['hashtags: { inline: 0 }', 'hashtags.inline: expected a whole number from 1 to 3, got 0'],
  ['image: always', 'image: expected attach or preview, got "always"'],
  ['withoutAlt: skip', 'withoutAlt: expected omit or ask, got "skip"'],
  ['sandbox: yes', 'sandbox: expected true or false, got "yes"'],
  ['account: sport', 'account: expected the beginning of keys in .env, such as SPORT, got "sport"'],
  ['catchUp: 5', `catchUp: expected one of ${ALL_CHANNEL_KEYS}; this is no key`],
  ['quiet-hour: 1', 'quiet-hour: expected quietHours, this is no key'],
])('channel with %s', async (line, fault) => {
  const channel = { id: 'x', platform: 'twitter', sandbox: true };
  const yaml = line.startsWith('sandbox')
    ? `channels: [{ id: x, platform: x, ${line} }]\n`
    : `channels:\n  - id: ${channel.id}\n    platform: x\n    sandbox: true\n    ${line}\n`;
  expect(await faultsOf(OUTLET + SOURCES + yaml)).toEqual([`channels[0].${fault}`]);
});

test.each([
  ['text: "{headline} {summary}", headline: card', 'headline: expected text or auto, or no {headline} in text'],
  ['text: "{summary}", headline: text', 'headline: expected card or auto, or {headline} in text'],
  ['text: "{summary} {hashtags}"', 'hashtags: expected 1 to 3, or no {hashtags} in text'],
  ['text: "{summary} {hashtags}", hashtags: 0', 'hashtags: expected 1 to 3, or no {hashtags} in text'],
])('wording that does not go together: %s', async (wording, fault) => {
  const yaml = `channels: [{ id: x, platform: x, sandbox: true, ${wording} }]\n`;
  expect(await faultsOf(OUTLET + SOURCES + yaml)).toEqual([`channels[0].${fault}`]);
});

test('an address, a handle on Facebook and a sign in fixed words are as meant', async () => {
  const yaml =
    'channels:\n' +
    '  - { id: x, platform: x, sandbox: true, text: "{summary} $DEMO live.example.com, desk@example.com" }\n' +
    '  - { id: fb, platform: facebook, sandbox: true, text: "{summary} @demo", hashtags: { inline: 2 } }\n';
  expect(await faultsOf(OUTLET + SOURCES + yaml)).toEqual([]);
});

test.each([
  ['{ id: x }', 'platform: expected twitter (or x), facebook or google-news, but it is missing'],
  ['{ id: x, platform: mastodon }', 'platform: expected twitter (or x), facebook or google-news, got "mastodon"'],
  ['{ id: x, platform: x, sandbox: true, hubs: [] }', 'hubs: expected no such key: only google-news has it'],
  [
    '{ id: n, platform: google-news }',
    'directory: expected a folder for its files, such as ../public, but it is missing',
  ],
  [
    '{ id: n, platform: google-news, directory: a, minGap: 5m }',
    'minGap: expected no such key: google-news has no account, pace or image of its own',
  ],
  [
    '{ id: n, platform: google-news, directory: a, hashtags: 2 }',
    'hashtags: expected no such key: entries of google-news have a title of their own and no hashtags',
  ],
  [
    '{ id: n, platform: google-news, directory: a, text: "{summary} {hashtags}" }',
    'text: expected no {hashtags}: a feed has none',
  ],
  [
    '{ id: n, platform: google-news, directory: a, hubs: [hub.example] }',
    'hubs[0]: expected an http or https address such as https://pubsubhubbub.appspot.com/, got "hub.example"',
  ],
])('platform in %s', async (channel, fault) => {
  expect(await faultsOf(`${OUTLET}${SOURCES}channels: [${channel}]\n`)).toEqual([`channels[0].${fault}`]);
});

test.each([
  ['{ id: s, path: a }', 'sources[0].type: expected folder, feed, wordpress, database or push, but it is missing'],
  ['{ id: s, type: folder }', 'sources[0].path: expected a path, relative to this file, but it is missing'],
  [
    '{ id: s, type: feed }',
    'sources[0].url: expected an http or https address such as https://news.example/feed, but it is missing',
  ],
  [
    '{ id: s, type: wordpress }',
    'sources[0].url: expected an http or https address such as https://news.example, but it is missing',
  ],
  ['{ id: s, type: push, path: a }', 'sources[0].path: expected one of id, clean, type, link; this is no key'],
  ['{ id: s, type: ftp, path: a }', 'sources[0].type: expected folder, feed, wordpress, database or push, got "ftp"'],
  ['{ id: Desk, type: folder, path: a }', 'sources[0].id: expected an id of a-z, 0-9 and -, at most 40, got "Desk"'],
  [
    '{ id: 24, type: folder, path: a }',
    'sources[0].id: expected an id of a-z, 0-9 and -, at most 40, in quotes where it is a number, got 24',
  ],
  ...['ftp://a/{id}', 'https://a.example/', '/{id}', 'https://{id}.example/', 'https://a.example/#{id}'].map((link) => [
    `{ id: s, type: folder, path: a, link: "${link}" }`,
    `sources[0].link: expected an http or https address with {id} in it, such as https://news.example/{id}, got "${link}"`,
  ]),
])('source %s', async (source, fault) => {
  expect(await faultsOf(`${OUTLET}${CHANNELS}sources: [${source}]\n`)).toEqual([fault]);
});

test.each([
  ['name: Новини', 'outlet.id: expected an id of a-z, 0-9 and -: none can be made from the name'],
  ['name: 24', 'outlet.name: expected the name of the outlet, such as Demo Daily, got 24'],
  [
    'url: news.example',
    'outlet.url: expected an http or https address such as https://news.example, got "news.example"',
  ],
  ['timezone: "+02:00"', 'outlet.timezone: expected an IANA time zone such as Europe/Kyiv, got "+02:00"'],
  ['timezone: Mars/Phobos', 'outlet.timezone: expected an IANA time zone such as Europe/Kyiv, got "Mars/Phobos"'],
  ['language: ""', 'outlet.language: expected a language such as en, uk or pt-BR, got ""'],
])('outlet with %s', async (pair, fault) => {
  const key = pair.slice(0, pair.indexOf(':'));
  expect(await faultsOf(SOUND.replace(new RegExp(`${key}: [^,}]+`), pair))).toEqual([fault]);
});

test.each([
  ['catchUp: -1', 'catchUp: expected a whole number, 0 or more, got -1'],
  ['catchUp: some', 'catchUp: expected a whole number, or all, got "some"'],
  ['preflight: 1', 'preflight: expected true or false, got 1'],
  ['heartbeat: hc', 'heartbeat: expected an http or https address such as https://hc.example/id, got "hc"'],
  ['delivery: { attempts: 0 }', 'delivery.attempts: expected a whole number, 1 or more, got 0'],
  [
    'delivery: { leaseFor: 0s }',
    'delivery.leaseFor: expected a duration such as 2m, above 0 and at most 3650d, got "0s"',
  ],
  ['listen: { desk: localhost }', 'listen.desk: expected a host and port such as 127.0.0.1:8080, got "localhost"'],
  ['listen: { desk: "a:70000" }', 'listen.desk: expected a host and port such as 127.0.0.1:8080, got "a:70000"'],
  ['trustProxy: on', 'trustProxy: expected true or false, got "on"'],
  ['fetch: { allow: a }', 'fetch.allow: expected a list of hosts with ports, got "a"'],
  ['fetch: { allow: [a] }', 'fetch.allow[0]: expected a host and port such as staging.example:8080, got "a"'],
  ['freshfor: 1h', 'freshfor: expected freshFor, this is no key'],
  ['__proto__: 1', expect.stringMatching(/^__proto__: expected one of outlet, sources, .*; this is no key$/)],
])('the whole with %s', async (line, fault) => {
  expect(await faultsOf(`${SOUND}${line}\n`)).toEqual([fault]);
});

test('ids that come twice', async () => {
  const twice = 'sources: [{ id: a, type: folder, path: a }, { id: a, type: folder, path: b }]\n';
  const channels =
    'channels: [{ id: b, platform: x, sandbox: true }, { id: c, platform: x, sandbox: true }, { id: b, platform: x, sandbox: true }]\n';
  expect(await faultsOf(OUTLET + twice + channels)).toEqual([
    'sources[1].id: expected an id of its own, got that of sources[0]',
    'channels[2].id: expected an id of its own, got that of channels[0]',
  ]);
});

test.each([
  ['', ['expected keys with values: outlet, sources, channels and so on, but it is empty']],
  ['- a', ['expected keys with values: outlet, sources, channels and so on, got a list']],
  [`${OUTLET}sources: []\n${CHANNELS}`, ['sources: expected at least one source, got a list']],
  [`${OUTLET}${SOURCES}channels: []\n`, ['channels: expected at least one channel, got a list']],
  [`${SOUND}preflight: true\npreflight: false\n`, ['preflight: expected this key once, got it again on line 5']],
  [`${SOUND}freshFor: [1\n`, [expect.stringMatching(/^line \d: expected YAML: Flow sequence/)]],
  [`${SOUND}\tcatchUp: 1\n`, [expect.stringMatching(/^line 4: expected YAML: /)]],
  [`${SOUND}catchUp: !js 1\n`, [expect.stringMatching(/^line 4: expected YAML: Unresolved tag/)]],
  [`${SOUND}---\na: 1\n`, [expect.stringMatching(/^line 4: expected YAML: Source contains multiple documents/)]],
  ['a: *b', ['expected YAML without unknown aliases, more than 50 of them or very deep nesting']],
  [bomb(), ['expected YAML without unknown aliases, more than 50 of them or very deep nesting']],
])('a file of %j', async (yaml, faults) => {
  expect(await faultsOf(yaml)).toEqual(faults);
});

test('files that are no config', async () => {
  expect(await faultsOf('a'.repeat(1024 * 1024 + 1))).toEqual(['expected at most 1 MB, got 1048577 bytes']);
  expect(await faultsOf(Uint8Array.of(0xff, 0xfe, 0x41))).toEqual(['expected text in UTF-8']);
  const root = project({});
  expect(faultLines(await loadFrom(root))).toEqual([`${FILE}expected a config file, but there is none`]);
  mkdirSync(join(root, 'config/newsroom.yaml'), { recursive: true });
  expect(faultLines(await loadFrom(root))).toEqual([`${FILE}expected a file, got a folder, pipe or device`]);
});

test('a fault is one line, whatever the value', async () => {
  const lines = faultLines(await load(`${SOUND}"a\\nb\\u202e": 1\nfreshFor: "x\\ny\\e[2J${'z'.repeat(200)}"\n`));
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/^config\/newsroom\.yaml: [^\p{Cc}\u202e]+$/u);
  expect(lines.every((line) => line.length < 250)).toBe(true);
});

test('whatever the YAML holds, there is an answer', () => {
  const key = fc.constantFrom(
    'outlet',
    'sources',
    'channels',
    'id',
    'platform',
    'review',
    'freshFor',
    '__proto__',
    'fetch',
  );
  const leaf = fc.oneof(
    fc.constantFrom('twitter', 'folder', '12h', 'a'),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value')),
    ),
  }));
  fc.assert(fc.property(value, (anything) => expectAnswer(stringify(anything))));
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), expectAnswer));
});

test('very deep nesting and a list that holds itself have an answer', () => {
  expectAnswer('['.repeat(100_000));
  expectAnswer(`${'[ '.repeat(20_000)}${']'.repeat(20_000)}`);
  expectAnswer('outlet: &a [*a]\nsources: *a\nchannels: *a\n');
});

function expectAnswer(text: string): void {
  const redact = (value: string) => value;
  const result = parseNewsroom({ text, file: '/newsroom/config/newsroom.yaml', shownFile: 'newsroom.yaml', redact });
  expect(result.type).toBe('faulty');
  expect(result.type === 'faulty' && result.faults.length).toBeGreaterThan(0);
}

function bomb(): string {
  const levels = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index, names) => {
    const before = names[index - 1];
    return `${name}: &${name} [${Array(9)
      .fill(before ? `*${before}` : 'x')
      .join(', ')}]`;
  });
  return levels.join('\n');
}
