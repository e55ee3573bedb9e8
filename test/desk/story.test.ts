import { describe, expect, it } from 'vitest';
import { DRAWN } from '../../src/desk/drawn/index.ts';
import type { Channel } from '../../src/domain/channel.ts';
import { review } from '../../src/pipeline/review.ts';
import { aChannel } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';
import { aDesk } from './a-desk.ts';

const bridge = anArticle({
  id: 'bridge/2026 ü',
  url: 'https://news.example/bridge',
  summary: 'A month early.',
  body: Array.from({ length: 9 }, (_, n) => `Paragraph ${n + 1}.`).join('\n\n'),
  image: { url: 'https://news.example/images/bridge.jpg', alt: 'The bridge' },
});
const path = '/stories/desk/bridge%2F2026%20%C3%BC';

const x: Partial<Channel> = { id: 'x', account: 'twitter:1' };
const facebook: Partial<Channel> = { id: 'facebook', platform: 'facebook', account: 'facebook:1' };
const news: Partial<Channel> = { id: 'news', platform: 'google-news', account: 'google-news:news' };

describe('a story', () => {
  it('stands beside its posts, each as its readers see it', async () => {
    const desk = await aDesk({ channels: [aChannel(facebook), aChannel(x)], articles: [bridge] });
    desk.room.advance(2 * 3_600_000);
    const text = await desk.read(path);
    expect(text).toMatch(
      /world Harbour bridge reopens A month early\. By Ada Reporter · 11:00 The bridge Paragraph 1\./,
    );
    expect(text).toContain('Paragraph 6. 3 more paragraphs on news.example');
    expect(text).not.toContain('Paragraph 7.');
    expect(text).toContain('X channel x DD Demo Daily @demo · 2h Paragraph 1. news.example/bridge');
    expect(text).toContain(
      'Facebook channel facebook DD Demo Daily 2h · Public Paragraph 1. news.example Harbour bridge reopens',
    );
    expect(text).toContain('published 12:00: the platform took it. x.example');
  });

  it('has X, Facebook and Google News in this order, and last what a rule kept out', async () => {
    const courts = { id: 'courts', sections: ['courts'] };
    const desk = await aDesk({
      channels: [aChannel(courts), aChannel(news), aChannel(facebook), aChannel({ ...x, account: 'twitter:2' })],
      articles: [bridge],
    });
    expect(await desk.read(path)).toMatch(
      /X channel x .* Facebook channel facebook .* Google News channel news DD Demo Daily Harbour bridge reopens just now .* X channel courts skipped the channel does not carry this section/,
    );
  });

  it('tells the history of each post, with who decided', async () => {
    const desk = await aDesk({ channels: [aChannel({ review: 'required' })], articles: [bridge] });
    await desk.post('/posts/p1/rejection', { editor: 'Ada' });
    expect(await desk.read(path)).toContain('12:00 rejected: an editor turned it down, by Ada (desk@test)');
  });

  it('hints beside an editor’s words at what it does not bear out', async () => {
    const desk = await aDesk({ channels: [aChannel({ review: 'required' })], articles: [bridge] });
    expect(await desk.page(path)).not.toContain('second-look');
    await review(desk.room, 'p1', { type: 'edit', text: 'Paragraph 12.' }, 'Bob');
    expect(await desk.read(path)).toContain('Look again. The story does not bear out: the number "12"');
  });

  it('shows a picture of the demo from its folder, and no picture that is not https', async () => {
    const pictures = { address: 'https://news.example/images/', directory: '/nowhere' };
    const demo = await aDesk({ articles: [bridge], pictures });
    expect(await demo.page(path)).toContain('<img src="/pictures/bridge.jpg" alt="The bridge">');
    const plain = await aDesk({ articles: [{ ...bridge, image: { url: 'http://news.example/images/bridge.jpg' } }] });
    expect(await plain.page(path)).not.toContain('<img');
  });

  it('shows a post with a picture of its own as platforms do: the picture, and no card', async () => {
    const carries = { review: 'required', image: 'attach' } as const;
    const channels = [aChannel({ ...x, ...carries }), aChannel({ ...facebook, ...carries })];
    const desk = await aDesk({ channels, articles: [{ ...bridge, body: 'The bridge is open.' }] });
    const text = await desk.read(path);
    expect(text).toContain('@demo · not yet The bridge is open. news.example/bridge pending review');
    expect(text).toContain('Not yet · Public Harbour bridge reopens The bridge is open. news.example/bridge Like');
    expect(await desk.page(path)).not.toContain('link-card');
  });

  it('that was taken back says so', async () => {
    const desk = await aDesk({ articles: [bridge] });
    desk.room.articles = [{ ...bridge, status: 'canceled' }];
    await desk.room.pass();
    expect(await desk.read(path)).toContain('· withdrawn');
  });
});

describe('a result on Google News', () => {
  it('is outlet, headline, age and a small picture', async () => {
    const page = String(
      await DRAWN['google-news']({
        outlet: 'Demo Daily',
        handle: 'demo',
        text: '',
        link: 'https://news.example/bridge',
        headline: 'Bridge <reopens>',
        picture: { src: '/pictures/bridge.jpg', alt: 'The bridge' },
        language: 'en',
        at: at('2026-05-01T08:00Z'),
        now: at('2026-05-01T10:30Z'),
      }),
    );
    expect(
      page
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ).toBe('DD Demo Daily Bridge &lt;reopens&gt; 2 hours ago');
    expect(page).toContain('<img src="/pictures/bridge.jpg" alt="The bridge"');
  });
});
