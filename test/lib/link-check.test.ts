import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createLinkCheck } from '../../src/lib/link-check.ts';
import { loopback } from './loopback.ts';

const signal = new AbortController().signal;

const check = (host: string, path = '/') =>
  createLinkCheck({ allow: [host], deadlineMs: 20_000 })(`http://${host}${path}`, signal);

/** A site of one page. */
const site = (html: string | Uint8Array, contentType = 'text/html; charset=utf-8', headers = {}) =>
  loopback((_, response) => response.writeHead(200, { 'content-type': contentType, ...headers }).end(html));

test('a link that answers 200 is found, also after a redirect, and says where', async () => {
  const host = await loopback((request, response) => {
    if (request.url === '/old') response.writeHead(301, { location: '/new' });
    response.end('page');
  });
  expect(await check(host, '/new')).toEqual({ type: 'found', url: `http://${host}/new` });
  expect(await check(host, '/old')).toEqual({ type: 'found', url: `http://${host}/new` });
});

test.each([204, 404, 410, 503])('a link that answers %i is not', async (status) => {
  const host = await loopback((_, response) => response.writeHead(status).end());
  expect(await check(host)).toEqual({ type: 'not-ready', detail: `the link answers ${status}` });
});

test.each([401, 403, 429])('a site that answers %i may be turning crier away', async (status) => {
  const host = await loopback((_, response) => response.writeHead(status).end());
  expect(await check(host)).toEqual({
    type: 'not-ready',
    detail: `the link answers ${status}: the site may turn crier away; let its user agent "crier" in`,
  });
});

test('a link into the house is not followed', async () => {
  const closed = createLinkCheck({ allow: [], deadlineMs: 20_000 });
  expect(await closed('http://127.0.0.1:8080/', signal)).toEqual({
    type: 'not-ready',
    detail: 'the link is not followed: 127.0.0.1:8080 is not on the public internet',
  });
});

test('a link that does not answer says so', async () => {
  const host = await loopback((request) => request.destroy());
  expect(await check(host)).toEqual({
    type: 'not-ready',
    detail: 'the link does not answer: the connection failed (ECONNRESET)',
  });
});

test('a page is read as browsers read it: any case, entities, addresses relative to where it was found', async () => {
  const host = await site(
    '<HTML><LINK HREF="/story?a=1&amp;b=2" REL="Alternate CANONICAL"><META Property=OG:Image content=x>',
  );
  const page = { canonicals: [`http://${host}/story?a=1&b=2`], hasCardImage: true };
  expect(await check(host)).toEqual({ type: 'found', url: `http://${host}/`, page });
});

test.each([
  ['nothing', '<p>story'],
  ['an empty address', '<link rel=canonical href=" "><meta property="og:image" content="">'],
  ['no web address', '<link rel=canonical href="javascript:alert(1)"><link rel=canonical>'],
  ['an endless address', `<link rel=canonical href="/${'a'.repeat(3000)}">`],
  ['other links and facts', '<link rel=stylesheet href="/a.css"><meta property="og:title" content="x">'],
  ['a comment and a script', '<!-- <link rel=canonical href=/a> --><script>"<link rel=canonical href=/b>"</script>'],
])('a page that says %s names no address and no picture', async (_, html) => {
  const host = await site(html);
  expect(await check(host)).toMatchObject({ page: { canonicals: [], hasCardImage: false } });
});

test.each(['property="og:image"', 'property="og:image:secure_url"', 'name="twitter:image"'])(
  'a page with %s names a picture for its card',
  async (attribute) => {
    const host = await site(`<meta content="https://news.example/a.jpg" ${attribute}/>`);
    expect(await check(host)).toMatchObject({ page: { hasCardImage: true } });
  },
);

test('an address in another encoding is read in it', async () => {
  const bytes = Buffer.concat([
    Buffer.from('<link rel=canonical href="/'),
    Buffer.from([0xec, 0xb3, 0xf1, 0xf2]),
    Buffer.from('">'),
  ]);
  const host = await site(bytes, 'text/html; charset=windows-1251');
  expect(await check(host)).toMatchObject({ page: { canonicals: [`http://${host}/${encodeURIComponent('міст')}`] } });
  const odd = await site(bytes, 'text/html; charset=x-klingon');
  expect(await check(odd)).toMatchObject({ type: 'found', page: { canonicals: [expect.any(String)] } });
});

test('what is no page is found, and says nothing', async () => {
  const host = await site('<link rel=canonical href="/a">', 'application/pdf');
  expect(await check(host)).toEqual({ type: 'found', url: `http://${host}/` });
});

test('of an endless page only the first megabyte is read, after decompression', async () => {
  const head = '<link rel=canonical href="/a">';
  const late = '<link rel=canonical href="/late">';
  const html = gzipSync(head + ' '.repeat(50_000_000) + late);
  const host = await site(html, 'text/html', { 'content-encoding': 'gzip' });
  expect(await check(host)).toMatchObject({ page: { canonicals: [`http://${host}/a`] } });
});
