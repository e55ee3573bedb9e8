import { describe, expect, it } from 'vitest';
import { remoteAddress } from '../../src/commands/remote-link.ts';

const onX = { sandbox: false, account: 'twitter:1', platform: 'twitter' } as const;
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

  it('in the sandbox names the account that it is on', () => {
    const url = 'sandbox:sandbox:twitter:TWITTER/0017';
    expect(remoteAddress(url, inSandbox)).toEqual({ url, remoteId: '0017' });
    expect(remoteAddress('sandbox:sandbox:twitter:SPORT/0017', inSandbox)).toBeUndefined();
    expect(remoteAddress('https://x.com/demo_daily/status/17', inSandbox)).toBeUndefined();
  });
});
