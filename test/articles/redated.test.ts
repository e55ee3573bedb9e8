import { describe, expect, it } from 'vitest';
import { articleFromJson } from '../../src/articles/json-article.ts';
import { articleFromMarkdown } from '../../src/articles/markdown-article.ts';
import { redated } from '../../src/articles/redated.ts';
import type { Parsed } from '../../src/articles/source-settings.ts';
import { articleFromText } from '../../src/articles/text-article.ts';
import { at } from '../support/posts.ts';

const SETTINGS = { source: 'desk', language: 'en', timezone: 'Europe/Kyiv', link: 'https://news.example/{id}' };
const DATES = {
  publishedAt: at('2026-10-25T01:30:00Z'),
  updatedAt: at('2026-10-25T02:00:05Z'),
  embargoUntil: at('2026-10-25T03:00:10Z'),
};

const told = (parsed: Parsed) => {
  if (parsed.type !== 'article') throw new Error(parsed.detail);
  const { publishedAt, updatedAt, embargoUntil, ...rest } = parsed.article;
  return { rest, dates: [publishedAt, updatedAt, embargoUntil].map((date) => date?.toString()) };
};
const readJson = (text: string) => told(articleFromJson(text, at('2026-01-01T00:00Z'), SETTINGS));
const readMarkdown = (text: string) => told(articleFromMarkdown(text, 'a1', at('2026-01-01T00:00Z'), SETTINGS));
const readText = (text: string) => told(articleFromText(text, 'a1', at('2026-01-01T00:00Z'), SETTINGS));
const ALL = ['2026-10-25T01:30:00Z', '2026-10-25T02:00:05Z', '2026-10-25T03:00:10Z'];

describe('a file with other dates', () => {
  it('is the same story in JSON, fields that crier does not know included', () => {
    const text = JSON.stringify({
      id: '007',
      title: 'T',
      body: '<p>B</p>',
      publishedAt: '2026-05-01',
      desk: { no: 1 },
    });
    const anew = redated(text, 'a1.json', DATES, SETTINGS);
    expect(readJson(anew).dates).toEqual(ALL);
    expect(readJson(anew).rest).toEqual(readJson(text).rest);
    expect(JSON.parse(anew).desk).toEqual({ no: 1 });
  });

  it('is the same story in Markdown, with its comments, its order and an id that begins with noughts', () => {
    const text =
      '---\r\nid: 007 # the agent\npublishedAt: 2026-05-01 10:00\ntags: [a, b]\n---\n\n# T\n\nSome *body*.\n';
    const anew = redated(text, 'a1.MD', DATES, SETTINGS);
    expect(readMarkdown(anew).dates).toEqual(ALL);
    expect(readMarkdown(anew).rest).toEqual(readMarkdown(text).rest);
    expect(anew).toMatch(/^---\r\nid: 007 # the agent\npublishedAt: 2026-10-25T01:30:00Z\ntags: \[ ?a, b ?\]\n/);
    expect(anew).toMatch(/\n---\n\n# T\n\nSome \*body\*\.\n$/);
  });

  it('is the same story in plain text, told to the minute, in the hour that a zone has twice too', () => {
    const text = 'T\n\n20 May 2026, 07:30 AM\n\nThe body.\n\nMore.\n';
    const anew = redated(text, 'a1.txt', DATES, SETTINGS);
    expect(anew).toBe('T\n\n25 October 2026, 01:30 UTC\n\nThe body.\n\nMore.\n');
    expect(readText(anew).dates).toEqual([ALL[0], undefined, undefined]);
    expect(readText(anew).rest).toEqual(readText(text).rest);
  });

  it('gets a dateline where a plain text had none', () => {
    for (const text of ['T\n\nThe body.\n', 'T\n']) {
      const anew = redated(text, 'a1.txt', DATES, SETTINGS);
      expect(readText(anew).dates[0]).toBe(ALL[0]);
      expect(readText(anew).rest).toEqual(readText(text).rest);
    }
  });

  it('gets no dates that it is not given', () => {
    const text = JSON.stringify({ id: 'a1', title: 'T', body: 'B', publishedAt: '2026-05-01' });
    const { publishedAt } = DATES;
    expect(readJson(redated(text, 'a1.json', { publishedAt }, SETTINGS)).dates).toEqual([ALL[0], undefined, undefined]);
  });
});
