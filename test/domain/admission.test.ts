import { describe, expect, it } from 'vitest';
import { admit } from '../../src/domain/admission.ts';
import { aChannel } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';

const NOW = at('2026-05-01T09:00Z');
const NOTHING = { sections: [], tags: [], words: [] };
const verdict = (article = {}, channel = {}) => {
  const answer = admit(anArticle(article), aChannel(channel), NOW);
  const { reason } = answer;
  return `${answer.type === 'skipped' ? 'skipped' : answer.to}: ${reason.type}${reason.detail ? ` (${reason.detail})` : ''}`;
};

describe('a channel', () => {
  it.each([
    [
      'carries its sections only',
      { section: 'sport' },
      { sections: ['world', 'politics'] },
      'skipped: section (sport)',
    ],
    ['carries its sections in any case', { section: 'WORLD' }, { sections: ['world'] }, 'scheduled: due'],
    [
      'excludes a tag',
      { tags: ['Sponsored'] },
      { exclude: { ...NOTHING, tags: ['sponsored'] } },
      'skipped: excluded (tag sponsored)',
    ],
    ['carries its languages only', { language: 'uk' }, { languages: ['en'] }, 'skipped: language (uk)'],
    ['carries the variants of its languages', { language: 'en-gb' }, { languages: ['en'] }, 'scheduled: due'],
    ['skips what the outlet withholds', { status: 'withheld' }, {}, 'skipped: withheld'],
    ['skips what is too old', { publishedAt: at('2026-04-30T21:00Z') }, {}, 'skipped: too-old'],
    ['waits for a person where it wants review', {}, { review: 'required' }, 'pending_review: review-required'],
    ['holds a post for a while', {}, { review: { holdMs: 600_000 } }, 'scheduled: hold'],
    ['waits for an embargo', { embargoUntil: at('2026-05-01T12:00Z') }, {}, 'scheduled: embargo'],
    [
      'asks for a second look at a word, in any script, as a whole word',
      { body: 'Уранці дитину знайшли.' },
      { reviewWhen: { ...NOTHING, words: ['child', 'дитину'] } },
      'pending_review: review-when (word дитину)',
    ],
    [
      'does not mistake a part for the word',
      { body: 'Children sang.' },
      { reviewWhen: { ...NOTHING, words: ['child'] } },
      'scheduled: due',
    ],
    [
      'reviews breaking news by its own rule',
      { breaking: true },
      {
        review: 'required',
        breaking: { review: 'none', maxPerHour: 3, when: { sections: [], tags: [], titleStarts: [] } },
      },
      'scheduled: due',
    ],
    [
      'knows breaking news by the beginning of its title',
      { title: 'BREAKING: bridge down' },
      {
        review: 'required',
        breaking: { review: 'none', maxPerHour: 3, when: { sections: [], tags: [], titleStarts: ['breaking:'] } },
      },
      'scheduled: due',
    ],
    [
      'knows breaking news by its section, in any case',
      { section: 'Alerts' },
      {
        review: 'required',
        breaking: { review: 'none', maxPerHour: 3, when: { sections: ['alerts'], tags: [], titleStarts: [] } },
      },
      'scheduled: due',
    ],
    [
      'calls breaking news old sooner where it says so',
      { breaking: true, publishedAt: at('2026-05-01T07:30Z') },
      {
        breaking: {
          review: 'none',
          freshForMs: 3_600_000,
          maxPerHour: 3,
          when: { sections: [], tags: [], titleStarts: [] },
        },
      },
      'skipped: too-old',
    ],
  ])('%s', (_, article, channel, expected) => {
    expect(verdict(article, channel)).toBe(expected);
  });
});
