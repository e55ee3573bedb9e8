import { describe, expect, it } from 'vitest';
import { aChannel } from '../support/newsroom.ts';
import { anArticle } from '../support/posts.ts';
import { aDesk } from './a-desk.ts';

const bridge = anArticle({
  id: 'bridge',
  url: 'https://www.news.example/world/harbour-bridge-reopens',
  image: { url: 'https://pictures.example/bridge.jpg', alt: 'The bridge' },
});
const sandboxed = aChannel({ sandbox: true, account: 'sandbox:twitter:TWITTER' });

const FAULTS = [{ id: 'lost-answer', label: 'Lose the answer', explains: 'It goes live, and crier is not told.' }];

describe('the timeline', () => {
  it('shows what is live as the platform does, and what crier says of it', async () => {
    const desk = await aDesk({ channels: [sandboxed], articles: [bridge] });
    const text = await desk.read('/timeline');
    expect(text).toContain('DD Demo Daily @demo · 0s The harbour bridge reopened on Friday.');
    expect(text).toContain('news.example Harbour bridge reopens published 12:00: the platform took it.');
    expect(await desk.page('/timeline')).toContain('<img src="https://pictures.example/bridge.jpg" alt="The bridge"');
  });

  it('shows that a post is live before crier knows, and what crier does about it', async () => {
    const desk = await aDesk({ channels: [sandboxed] });
    desk.room.stage.script.push('lost');
    desk.room.articles = [bridge];
    await desk.room.pass();
    desk.room.advance(30_000);
    const lost = await desk.read('/timeline');
    expect(lost).toContain('unconfirmed Harbour bridge reopens sent, but no clear answer came');
    expect(lost).toContain('crier looks at the account in 40 seconds, look 1 of 3.');
    expect(lost).toContain('It is live, and crier does not know yet');
    desk.room.advance(40_000);
    await desk.room.pass();
    const settled = await desk.read('/timeline');
    expect(settled).toContain('published 12:01: found on the account');
    expect(settled).not.toContain('crier looks at');
  });

  it('shows what is tried again, and when', async () => {
    const desk = await aDesk({ channels: [sandboxed] });
    desk.room.stage.script.push({ type: 'unavailable', detail: 'no route' });
    desk.room.articles = [bridge];
    await desk.room.pass();
    expect(await desk.read('/timeline')).toMatch(
      /retrying .* crier tries again in 33 seconds, attempt 2 of 8\. Nothing is live here yet\./,
    );
  });

  it('shows why an account is silent, and what ends it', async () => {
    const desk = await aDesk({ channels: [sandboxed] });
    const retryAt = desk.room.now().add({ minutes: 2 });
    desk.room.stage.script.push({ type: 'rate-limited', retryAt, scope: 'account', detail: '429' });
    desk.room.articles = [bridge];
    await desk.room.pass();
    expect(await desk.read('/timeline')).toContain(
      'silent the platform limits the account. crier speaks again in 2 minutes',
    );
    await desk.room.store.pause({ scope: 'channel:x', at: desk.room.now(), by: 'Bob', reason: '<lunch>' });
    expect(await desk.read('/timeline')).toContain('channel:x paused by Bob: <lunch>. Resume it in the queue.');
  });

  it('knows what was posted by hand', async () => {
    const desk = await aDesk({ channels: [sandboxed] });
    desk.room.stage.postByHand('<b>Hello</b> \u202e harbour', []);
    expect(await desk.read('/timeline')).toMatch(/<b>Hello<\/b> harbour .* Someone posted this by hand\./);
  });

  it('says why an account cannot be read', async () => {
    const desk = await aDesk({ channels: [sandboxed] });
    desk.room.stage.blind = { type: 'unknown', detail: 'the file is locked' };
    expect(await desk.read('/timeline')).toContain('It cannot be read: the file is locked.');
  });

  it('reads no account of a real platform: that would cost money', async () => {
    const desk = await aDesk({ channels: [aChannel()], articles: [bridge] });
    const { looks } = desk.room.stage;
    expect(await desk.read('/timeline')).toContain('No channel posts to the sandbox');
    expect(desk.room.stage.looks).toBe(looks);
  });
});

describe('trouble in the sandbox', () => {
  const path = '/sandbox/sandbox%3Atwitter%3ATWITTER/faults/lost-answer';

  it('is planted at a button', async () => {
    const planted: string[] = [];
    const plant = async (account: string, fault: string) => void planted.push(`${fault} on ${account}`);
    const desk = await aDesk({ channels: [sandboxed], sandbox: { faults: FAULTS, plant } });
    expect(await desk.page('/timeline')).toContain(`formaction="${path}"`);
    const answer = await desk.post(path);
    expect(answer.headers.get('Location')).toMatch(/^\/timeline\?/);
    expect(await desk.read(answer.headers.get('Location') ?? '')).toContain(
      'Lose the answer: happens to the next post on x',
    );
    expect(planted).toEqual(['lost-answer on sandbox:twitter:TWITTER']);
  });

  it('is never planted on a real account, nor one that nobody knows, nor where there is none to be had', async () => {
    const plant = async () => expect.unreachable();
    const real = await aDesk({ channels: [aChannel()], sandbox: { faults: FAULTS, plant } });
    const desk = await aDesk({ channels: [sandboxed], sandbox: { faults: FAULTS, plant } });
    const none = await aDesk({ channels: [sandboxed] });
    const asked = [
      await real.post('/sandbox/twitter%3A1/faults/lost-answer'),
      await desk.post('/sandbox/twitter%3A1/faults/lost-answer'),
      await desk.post('/sandbox/sandbox%3Atwitter%3ATWITTER/faults/flood'),
      await none.post(path),
    ];
    expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(await none.page('/timeline')).not.toContain('formaction');
  });
});
