import { describe, expect, it } from 'vitest';
import { review } from '../../src/pipeline/review.ts';
import { aChannel } from '../support/newsroom.ts';
import { anArticle, at } from '../support/posts.ts';
import { aDesk, aReviewedChannel } from './a-desk.ts';

const bridge = anArticle({ id: 'bridge', title: 'Harbour bridge reopens' });

describe('the queue', () => {
  it('shows what waits: the headline, exactly what would go out, its length, the reason and the time', async () => {
    const desk = await aDesk({ articles: [{ ...bridge, breaking: true }] });
    const text = await desk.read('/');
    expect(text).toContain('Waits for you 1');
    expect(text).toContain('Breaking');
    expect(text).toContain('due 12:00, news until 23:00');
    expect(text).toContain('Harbour bridge reopens The harbour bridge reopened on Friday. https://news.example/bridge');
    expect(text).toContain('62 of 280');
    expect(text).toContain('the channel wants a person to approve each post');
    expect(await desk.page('/')).toContain('<a href="/stories/desk/bridge">Harbour bridge reopens</a>');
  });

  it('puts the newest news first', async () => {
    const old = anArticle({ id: 'old', title: 'Old news', publishedAt: at('2026-05-01T05:00Z') });
    const desk = await aDesk({ articles: [old, bridge] });
    expect(await desk.read('/')).toMatch(/Harbour bridge reopens .* Old news/);
  });

  it('lists a hundred posts and counts the rest', async () => {
    const articles = Array.from({ length: 103 }, (_, n) => anArticle({ id: `a${n}`, title: `Story ${n}.` }));
    const desk = await aDesk({ articles });
    const text = await desk.read('/');
    expect(text.match(/Story \d+\. The harbour/g)).toHaveLength(100);
    expect(text).toContain('Waits for you 103');
    expect(text).toContain('And 3 older posts: crier queue list shows them.');
  });

  it('shows what goes out by itself, by the outlet’s clock', async () => {
    const held = aChannel({ sandbox: true, review: { holdMs: 90 * 60_000 } });
    const desk = await aDesk({ channels: [held], articles: [bridge] });
    expect(await desk.read('/')).toMatch(
      /On its way 1 .* goes out 13:30 .* goes out unless someone holds it\. .* Send back/,
    );
  });

  it('says when crier looks again for what may be live, and who must settle it in the end', async () => {
    const desk = await aDesk({ channels: [aChannel({ sandbox: true })] });
    desk.room.stage.script.push('lost');
    desk.room.articles = [bridge];
    await desk.room.pass();
    expect(await desk.read('/')).toMatch(/Needs a look 1 .* unconfirmed .* crier looks again in 1 minute\./);
  });

  it('shows what the platform refused, with the platform’s words', async () => {
    const desk = await aDesk({ channels: [aChannel({ sandbox: true })] });
    desk.room.stage.script.push({ type: 'refused', detail: 'text is <b>forbidden</b>' });
    desk.room.articles = [bridge];
    await desk.room.pass();
    expect(await desk.read('/')).toMatch(
      /failed .*will never take this text \(text is <b>forbidden<\/b>\).* crier queue retry p1/,
    );
  });

  it('shows the picture that is approved with the words, and what is said of it', async () => {
    const image = { url: 'https://pictures.example/b.jpg', alt: 'The <bridge>' };
    const channels = [aReviewedChannel({ image: 'attach', withoutAlt: 'ask' })];
    const desk = await aDesk({ channels, articles: [{ ...bridge, image }] });
    expect(await desk.page('/')).toContain('<img src="https://pictures.example/b.jpg" alt="The &lt;bridge&gt;"');
    desk.room.articles = [{ ...bridge, image: { url: 'http://pictures.example/c.jpg' } }];
    await desk.room.pass();
    const text = await desk.read('/');
    expect(text).toContain('http://pictures.example/c.jpg No alt text: crier queue edit p1 --alt … gives it one.');
    expect(await desk.page('/')).not.toContain('<img');
  });

  it('says where a post goes out without its picture, and why', async () => {
    const channels = [aReviewedChannel({ image: 'attach', withoutAlt: 'omit' })];
    const articles = [{ ...bridge, image: { url: 'https://pictures.example/b.jpg' } }];
    const desk = await aDesk({ channels, articles });
    expect(await desk.read('/')).toContain('It goes out without its image: it has no alt text.');
  });

  it('hints beside an editor’s words at what the story does not bear out, and lets them be approved', async () => {
    const desk = await aDesk({ articles: [bridge] });
    const unhinted = await desk.page('/');
    expect(unhinted).not.toContain('second-look');
    expect(unhinted).not.toContain('aria-describedby');
    await review(
      desk.room,
      'p1',
      { type: 'edit', text: 'Mayor Ida <b>Voss</b> reopened the bridge on Monday.' },
      'Bob',
    );
    expect(await desk.read('/')).toContain(
      'Look again. The story does not bear out: the name "Mayor Ida" the name "Voss" the date "Monday" the text was edited',
    );
    const page = await desk.page('/');
    expect(page).toMatch(/<button [^>]*formaction="\/posts\/p1\/approval"[^>]* aria-describedby="look-again-p1"/);
    expect(page).toContain('<div class="second-look" id="look-again-p1">');
    await desk.decide('/posts/p1/approval', { seen: (await desk.room.post()).contentHash });
    expect((await desk.room.post()).state).toBe('scheduled');
  });

  it('shows a hint as text, whatever it quotes', async () => {
    const desk = await aDesk({ articles: [bridge] });
    await review(desk.room, 'p1', { type: 'edit', text: 'The bridge is “<script>alert(1)</script>”.' }, 'Bob');
    expect(await desk.read('/')).toContain('the quotation "<script>alert(1)</script>"');
    expect(await desk.page('/')).not.toContain('<script>alert');
  });

  it('says why crier’s own words wait where the story does not bear them out', async () => {
    const desk = await aDesk();
    Object.assign(desk.room, { summarizer: { summarize: async () => 'The harbour bridge reopened on Monday.' } });
    desk.room.articles = [bridge];
    await desk.room.pass();
    expect(await desk.read('/')).toContain(
      'its words say what the article does not bear out; look again, or write others (the date "Monday").',
    );
    expect(await desk.page('/')).not.toContain('second-look');
  });

  it('offers no approval of a post without words', async () => {
    const desk = await aDesk({ articles: [{ ...bridge, body: '' }] });
    const page = await desk.page('/');
    expect(page).not.toContain('/approval');
    expect(page).toContain('crier queue edit p1');
  });
});

describe('a decision', () => {
  const seenOf = async (desk: Awaited<ReturnType<typeof aDesk>>) => ({ seen: (await desk.room.post()).contentHash });

  it('approves the words that the editor saw, which then go out', async () => {
    const desk = await aDesk({ articles: [bridge] });
    const notice = await desk.decide('/posts/p1/approval', await seenOf(desk));
    expect(notice).toBe('Approved: goes out on x: Harbour bridge reopens');
    await desk.room.pass();
    expect((await desk.room.post()).state).toBe('published');
  });

  it('is answered by a redirect to the queue', async () => {
    const desk = await aDesk({ articles: [bridge] });
    const answer = await desk.post('/posts/p1/approval', await seenOf(desk));
    expect(answer.status).toBe(303);
    expect(answer.headers.get('Location')).toMatch(/^\/\?notice=[\w-]+$/);
  });

  it('does not approve words that changed since', async () => {
    const desk = await aDesk({ articles: [bridge] });
    const seen = await seenOf(desk);
    await review(desk.room, 'p1', { type: 'edit', text: 'Other words.' }, 'Bob');
    expect(await desk.decide('/posts/p1/approval', seen)).toBe(
      'Nothing was changed: p1 changed since you saw it: look again',
    );
    expect((await desk.room.post()).state).toBe('pending_review');
  });

  it('does not approve what no editor can have seen', async () => {
    const desk = await aDesk({ articles: [bridge] });
    expect(await desk.decide('/posts/p1/approval')).toContain('Nothing was changed');
    expect((await desk.room.post()).state).toBe('pending_review');
  });

  it('loses to that of an editor who was first, and says so', async () => {
    const desk = await aDesk({ articles: [bridge] });
    const seen = await seenOf(desk);
    await desk.decide('/posts/p1/rejection');
    expect(await desk.decide('/posts/p1/approval', seen)).toBe(
      'Nothing was changed: p1 is rejected; approve is for pending_review',
    );
    expect((await desk.room.post()).state).toBe('rejected');
  });

  it('rejects', async () => {
    const desk = await aDesk({ articles: [bridge] });
    expect(await desk.decide('/posts/p1/rejection')).toBe('Rejected: does not go out on x: Harbour bridge reopens');
    expect((await desk.room.post()).state).toBe('rejected');
  });

  it('sends back what is scheduled, but not what is out', async () => {
    const held = aChannel({ sandbox: true, review: { holdMs: 60_000 } });
    const desk = await aDesk({ channels: [held], articles: [bridge] });
    expect(await desk.decide('/posts/p1/return')).toBe('Sent back: waits for approval on x: Harbour bridge reopens');
    await desk.decide('/posts/p1/approval', await seenOf(desk));
    desk.room.advance(60_000);
    await desk.room.pass();
    expect(await desk.decide('/posts/p1/return')).toContain('Nothing was changed: p1 is published');
  });

  it('about a post that never was finds nothing', async () => {
    const desk = await aDesk();
    expect((await desk.post('/posts/p9/rejection')).status).toBe(404);
  });

  it('is said once', async () => {
    const desk = await aDesk({ articles: [bridge] });
    const answer = await desk.post('/posts/p1/rejection');
    const page = answer.headers.get('Location') ?? '';
    expect(await desk.read(page)).toContain('Rejected');
    expect(await desk.read(page)).not.toContain('Rejected');
  });
});

describe('the editor', () => {
  it('signs a decision with the name on the form, and is remembered', async () => {
    const desk = await aDesk({ articles: [bridge] });
    const answer = await desk.post('/posts/p1/rejection', { editor: ' Ada ' });
    expect((await desk.room.store.events('p1')).at(-1)?.by).toBe('Ada (desk@test)');
    const cookie = answer.headers.get('Set-Cookie') ?? '';
    expect(cookie).toMatch(/^crier-editor=Ada; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Strict$/);
    const page = await desk.app.request('/', { headers: { Cookie: 'crier-editor=Ada' } });
    expect(await page.text()).toContain('name="editor" value="Ada"');
  });

  it('signs with the remembered name where the form has none', async () => {
    const desk = await aDesk({ articles: [bridge] });
    await desk.post('/posts/p1/rejection', {}, { Cookie: 'crier-editor=Ada' });
    expect((await desk.room.store.events('p1')).at(-1)?.by).toBe('Ada (desk@test)');
  });

  it('without a name is known by system and host alone', async () => {
    const desk = await aDesk({ articles: [bridge] });
    await desk.post('/posts/p1/rejection', { editor: '' });
    expect((await desk.room.store.events('p1')).at(-1)?.by).toBe('nobody (desk@test)');
  });

  it('has a name of sixty plain characters at most', async () => {
    const desk = await aDesk({ articles: [bridge] });
    await desk.post('/posts/p1/rejection', { editor: `\u202eAda\n${'x'.repeat(100)}` });
    expect((await desk.room.store.events('p1')).at(-1)?.by).toBe(`Ada ${'x'.repeat(56)} (desk@test)`);
  });

  it('can be kept, and forgotten, without a decision', async () => {
    const desk = await aDesk();
    expect(await desk.decide('/editor', { editor: 'Ada' })).toBe('Decisions are yours now, Ada');
    const answer = await desk.post('/editor', { editor: '' });
    expect(answer.headers.get('Set-Cookie')).toContain('Max-Age=0');
  });
});

describe('a pause', () => {
  const paused = { at: at('2026-05-01T08:30Z'), by: 'Bob (b@test)', reason: 'wrong <photo>' };

  it('is shown with its reason, and ends at a button, with that of the account', async () => {
    const desk = await aDesk({ articles: [bridge] });
    await desk.room.store.pause({ scope: 'channel:x', ...paused });
    await desk.room.store.pause({ scope: 'account:sandbox:twitter:TWITTER', ...paused });
    expect(await desk.read('/')).toContain('x is paused by Bob (b@test) since 11:30: wrong <photo>');
    expect(await desk.decide('/resumption', { scope: 'channel:x', editor: 'Ada' })).toBe('x may speak again');
    expect(await desk.room.store.pauses()).toEqual([]);
    const logbook = await desk.room.store.logbook(5);
    expect(logbook.map(({ what, by }) => `${what} by ${by}`)).toEqual([
      'resumed account:sandbox:twitter:TWITTER by Ada (desk@test)',
      'resumed channel:x by Ada (desk@test)',
    ]);
  });

  it('of everything is lifted as a whole, never by the button of a channel', async () => {
    const desk = await aDesk();
    await desk.room.store.pause({ scope: 'all', ...paused });
    expect(await desk.decide('/resumption', { scope: 'channel:x' })).toBe('x was not paused any more');
    expect(await desk.room.store.pauses()).toHaveLength(1);
    expect(await desk.page('/')).toContain('name="scope" value="all"');
    expect(await desk.decide('/resumption', { scope: 'all' })).toBe('Everything may speak again');
  });

  it('that someone else lifted is no error, and one of no channel is not there', async () => {
    const desk = await aDesk({ channels: [aReviewedChannel()] });
    expect(await desk.decide('/resumption', { scope: 'channel:x' })).toBe('x was not paused any more');
    expect((await desk.post('/resumption', { scope: 'channel:y' })).status).toBe(404);
    expect((await desk.post('/resumption', { scope: 'account:sandbox:twitter:TWITTER' })).status).toBe(404);
  });
});
