import { describe, expect, it } from 'vitest';
import { remoteAddress } from '../../src/commands/remote-link.ts';

const onX = { sandbox: false, account: 'twitter:1', platform: 'twitter' } as const;
const onFacebook = { sandbox: false, account: 'facebook:104', platform: 'facebook' } as const;
const inSandbox = { ...onX, sandbox: true, account: 'sandbox:twitter:TWITTER' };

describe('the address of a post that a person found', () => {
  it.each([
    ['https://x.com/demo_daily/status/1795474065724242663', 'https://x.com/demo_daily/status/1795474065724242663'],
    ['https://x.com/demo_daily/status/17?s=20&t=abc', 'https://x.com/demo_daily/status/17'],
    ['https://twitter.com/demo_daily/status/17/photo/1', 'https://x.com/demo_daily/status/17'],
    ['https://mobile.twitter.com/demo_daily/status/17#m', 'https://x.com/demo_daily/status/17'],
    ['https://x.com/i/web/status/17', 'https://x.com/i/web/status/17'],
  ])('on X: %s', (link, url) => {
    expect(remoteAddress(link, onX)).toEqual({ url, remoteId: /status\/(\d+)/.exec(url)?.[1] });
  });

  it.each([
    'https://x.com/demo_daily',
    'https://x.com/demo_daily/status/',
    'https://x.com/demo_daily/status/17a',
    'https://x.com.evil.example/demo_daily/status/17',
    'https://user:word@x.com/demo_daily/status/17',
    'https://news.example/status/17',
    'x.com/demo_daily/status/17',
    'javascript:alert(1)//x.com/a/status/17',
    'sandbox:sandbox:twitter:TWITTER/17',
    '17',
  ])('on X it is not %s', (link) => {
    expect(remoteAddress(link, onX)).toBeUndefined();
  });

  it.each([
    ['https://www.facebook.com/104_12', 'https://www.facebook.com/104_12', '104_12'],
    ['https://m.facebook.com/104_12/?ref=share', 'https://www.facebook.com/104_12', '104_12'],
    ['https://facebook.com/gazette/posts/pfbid02Ab?x=1', 'https://www.facebook.com/gazette/posts/pfbid02Ab', undefined],
    ['https://www.facebook.com/104/posts/12', 'https://www.facebook.com/104/posts/12', undefined],
    [
      'https://www.facebook.com/the.gazette/posts/flood-in-the-valley/12/#c',
      'https://www.facebook.com/the.gazette/posts/flood-in-the-valley/12/',
      undefined,
    ],
    ['https://www.facebook.com/share/p/1AbC/', 'https://www.facebook.com/share/p/1AbC/', undefined],
    [
      'https://m.facebook.com/story.php?story_fbid=pfbid02Ab&id=104&mibextid=z',
      'https://www.facebook.com/permalink.php?story_fbid=pfbid02Ab&id=104',
      undefined,
    ],
  ])('on Facebook: %s', (link, url, remoteId) => {
    expect(remoteAddress(link, onFacebook)).toEqual(remoteId === undefined ? { url } : { url, remoteId });
  });

  it.each([
    'https://www.facebook.com/gazette',
    'https://www.facebook.com/205_12',
    'https://www.facebook.com/gazette/posts/',
    'https://www.facebook.com/gazette/posts/../../evil',
    'https://www.facebook.com/permalink.php?story_fbid=12',
    'https://www.facebook.com/permalink.php?story_fbid=<b>&id=104',
    'https://l.facebook.com/104_12',
    'https://www.facebook.com.evil.example/104_12',
    'https://user:word@www.facebook.com/104_12',
    'https://x.com/demo_daily/status/17',
    '104_12',
  ])('on Facebook it is not %s', (link) => {
    expect(remoteAddress(link, onFacebook)).toBeUndefined();
  });

  it('in the sandbox names the account that it is on', () => {
    const url = 'sandbox:sandbox:twitter:TWITTER/0017';
    expect(remoteAddress(url, inSandbox)).toEqual({ url, remoteId: '0017' });
    expect(remoteAddress('sandbox:sandbox:twitter:SPORT/0017', inSandbox)).toBeUndefined();
    expect(remoteAddress('https://x.com/demo_daily/status/17', inSandbox)).toBeUndefined();
  });
});
