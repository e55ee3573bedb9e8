import { dirname } from 'node:path';
import type { z } from 'zod';
import type { AccountUse } from './accounts.ts';
import type { SourceSpec } from './config.ts';
import { type Draft, draftOf, prefixOf } from './draft.ts';
import { type ConfigFault, got } from './fault.ts';
import { idFromName } from './outlet-id.ts';
import { channel, newsroom } from './schema.ts';
import { source, sourceSpec } from './source-schema.ts';
import { unfitWording } from './unfit-wording.ts';
import { readYaml } from './yaml.ts';

/** The text of newsroom.yaml, understood; or all that is wrong with it, and what its sound entries need of the environment. */
export type ParseResult =
  | { readonly type: 'parsed'; readonly draft: Draft }
  | {
      readonly type: 'faulty';
      readonly faults: readonly ConfigFault[];
      /** Whom its sound channels would post as. */
      readonly uses: readonly AccountUse[];
      readonly sources: readonly SourceSpec[];
    };

/** Reads the text of the config file at `file` (absolute). Never throws, whatever the text. */
export function parseNewsroom(options: {
  readonly text: string;
  readonly file: string;
  /** The file's name in faults. */
  readonly shownFile: string;
  readonly redact: (text: string) => string;
}): ParseResult {
  const { text, file, shownFile, redact } = options;
  const yaml = readYaml(text);
  if (yaml.type === 'faulty') {
    return {
      type: 'faulty',
      faults: yaml.faults.map((fault) => faultIn(shownFile, fault, redact)),
      uses: [],
      sources: [],
    };
  }
  const parsed = newsroom.safeParse(yaml.value);
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => mismatches(issue, yaml.value, redact));
  const found = firstOfEachKey([
    ...issues,
    ...sharedIds(yaml.value),
    ...sharedPrefixes(yaml.value),
    ...namelessOutlet(yaml.value),
    ...unfitKeys(yaml.value),
  ]);
  if (parsed.success && found.length === 0) return { type: 'parsed', draft: draftOf(parsed.data, file) };
  return {
    type: 'faulty',
    faults: found.map((fault) => faultIn(shownFile, fault, redact)),
    uses: listAt(yaml.value, 'channels').flatMap(soundUse),
    sources: listAt(yaml.value, 'sources').flatMap((entry) => soundSource(entry, file)),
  };
}

type Found = Pick<ConfigFault, 'key' | 'expected'>;

function mismatches(issue: z.core.$ZodIssue, root: unknown, redact: (text: string) => string): readonly Found[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      key: written([...issue.path, key]),
      expected: unknownKey(key, issue.message.split(', ')),
    }));
  }
  const value = valueAt(root, issue.path);
  return [{ key: written(issue.path), expected: `expected ${issue.message}, ${got(value, redact)}` }];
}

function unknownKey(key: string, known: readonly string[]): string {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .replace(/[^a-z]/g, '')
      .replace(/s$/, '');
  const meant = known.find((name) => plain(name) === plain(key));
  return meant ? `expected ${meant}, this is no key` : `expected one of ${known.join(', ')}; this is no key`;
}

function sharedIds(root: unknown): readonly Found[] {
  return ['sources', 'channels'].flatMap((list) => {
    const ids = listAt(root, list).map((entry) => valueAt(entry, ['id']));
    return ids.flatMap((id, index) => {
      const first = ids.indexOf(id);
      if (typeof id !== 'string' || first === index) return [];
      return [{ key: `${list}[${index}].id`, expected: `expected an id of its own, got that of ${list}[${first}]` }];
    });
  });
}

/** One set of keys cannot be those of two platforms; the sandbox needs none. */
function sharedPrefixes(root: unknown): readonly Found[] {
  const real = listAt(root, 'channels').flatMap((entry, index) =>
    soundUse(entry).flatMap((use) => (use.sandbox ? [] : [{ ...use, index }])),
  );
  return real.flatMap(({ prefix, platform, index }) => {
    const other = real.find((earlier) => earlier.index < index && earlier.prefix === prefix);
    if (!other || other.platform === platform) return [];
    const expected = `expected a prefix of its own, got ${prefix}, by which channels[${other.index}] posts to ${other.platform}`;
    return [{ key: `channels[${index}].account`, expected }];
  });
}

function namelessOutlet(root: unknown): readonly Found[] {
  const name = valueAt(root, ['outlet', 'name']);
  if (typeof name !== 'string' || valueAt(root, ['outlet', 'id']) !== undefined || idFromName(name)) return [];
  return [{ key: 'outlet.id', expected: 'expected an id of a-z, 0-9 and -: none can be made from the name' }];
}

const ONLY_FEEDS = ['directory', 'address', 'hubs'];
const NEVER_FEEDS = ['account', 'minGap', 'maxPerHour', 'budget', 'image', 'withoutAlt'];
/** Its entries have a title of their own, and hashtags are links nowhere in a feed. */
const NEVER_IN_ENTRIES = ['headline', 'hashtags'];

/** Keys that mean nothing on the channel's platform, and what feeds cannot do without. */
function unfitKeys(root: unknown): readonly Found[] {
  return listAt(root, 'channels').flatMap((entry, index) => {
    const isFeed = valueAt(entry, ['platform']) === 'google-news';
    const found = (key: string, expected: string) => ({ key: `channels[${index}].${key}`, expected });
    const given = (keys: readonly string[]) => keys.filter((key) => valueAt(entry, [key]) !== undefined);
    const [platform, text, headline, hashtags] = ['platform', 'text', 'headline', 'hashtags'].map((key) =>
      valueAt(entry, [key]),
    );
    const wording = unfitWording({ platform, text, headline, hashtags });
    const unworded = wording.map(({ key, expected }) => found(key, expected));
    if (!isFeed) {
      return [
        ...given(ONLY_FEEDS).map((key) => found(key, 'expected no such key: only google-news has it')),
        ...unworded,
      ];
    }
    const unfit = [
      ...given(NEVER_FEEDS).map((key) =>
        found(key, 'expected no such key: google-news has no account, pace or image of its own'),
      ),
      ...given(NEVER_IN_ENTRIES).map((key) =>
        found(key, 'expected no such key: entries of google-news have a title of their own and no hashtags'),
      ),
      ...unworded,
    ];
    const where = 'expected a folder for its files, such as ../public, but it is missing';
    return valueAt(entry, ['directory']) === undefined ? [...unfit, found('directory', where)] : unfit;
  });
}

/** Whom this entry of `channels` would post as, none where the entry is at fault. */
function soundUse(entry: unknown): readonly AccountUse[] {
  const parsed = channel.safeParse(entry);
  return parsed.success ? [{ ...parsed.data, prefix: prefixOf(parsed.data) }] : [];
}

/** The source as this entry of `sources` has it, none where the entry is at fault. */
function soundSource(entry: unknown, file: string): readonly SourceSpec[] {
  const parsed = source.safeParse(entry);
  return parsed.success ? [sourceSpec(parsed.data, dirname(file))] : [];
}

function firstOfEachKey(faults: readonly Found[]): readonly Found[] {
  return faults.filter(({ key }, index) => faults.findIndex((other) => other.key === key) === index);
}

/** The path as a person writes it: `channels[1].quietHours`. */
function written(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined,
    root,
  );
}

function listAt(root: unknown, key: string): readonly unknown[] {
  const list = valueAt(root, [key]);
  return Array.isArray(list) ? list : [];
}

function faultIn(file: string, { key, expected }: Found, redact: (text: string) => string): ConfigFault {
  return { file, key: redact(key), expected: redact(expected) };
}
