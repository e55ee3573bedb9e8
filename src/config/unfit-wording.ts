import { readTemplate } from '../domain/template.ts';
import type { ConfigFault } from './fault.ts';

/** As X reads it: `@` and a name that no letter stands before. */
const MENTION = /(?<![\p{L}\p{N}_!#$%&*@＠])[@＠]\w/u;

/** What of a channel's wording does not go together, by the key that should change; what is no sound value is none of it. */
export function unfitWording(channel: {
  readonly platform: unknown;
  readonly text: unknown;
  readonly headline: unknown;
  readonly hashtags: unknown;
}): readonly Pick<ConfigFault, 'key' | 'expected'>[] {
  const { platform, text, headline, hashtags } = channel;
  if (typeof text !== 'string') return [];
  const result = readTemplate(text);
  if (result.type === 'faulty') return [];
  const { names } = result.template;
  if (platform === 'google-news') {
    return names.has('hashtags') ? [{ key: 'text', expected: 'expected no {hashtags}: a feed has none' }] : [];
  }
  const isOnX = platform === 'twitter' || platform === 'x';
  const found: Pick<ConfigFault, 'key' | 'expected'>[] = [];
  if (isOnX && MENTION.test(text)) {
    found.push({ key: 'text', expected: 'expected words that mention nobody: X lets no program do that' });
  }
  if (headline === 'card' && names.has('headline')) {
    found.push({ key: 'headline', expected: 'expected text or auto, or no {headline} in text' });
  }
  if (headline === 'text' && !names.has('headline')) {
    found.push({ key: 'headline', expected: 'expected card or auto, or {headline} in text' });
  }
  if (names.has('hashtags') && (hashtags === undefined || hashtags === 0)) {
    found.push({ key: 'hashtags', expected: 'expected 1 to 3, or no {hashtags} in text' });
  }
  return found;
}
