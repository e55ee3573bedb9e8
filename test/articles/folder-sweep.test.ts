import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { articleFolder, ids, poll, said, vanished } from './article-folder.ts';

vi.mock('node:fs', { spy: true });

const isRoot = process.getuid?.() === 0;

const original = await vi.importActual<typeof fs>('node:fs');

function refusal(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'test' });
}

/** While it is in use, this one folder cannot be listed. */
function refuseListing(place: string, code: string): Disposable {
  vi.mocked(fs.readdirSync).mockImplementation((path: fs.PathLike, ...rest: unknown[]) => {
    if (path === place) throw refusal(code);
    return Reflect.apply(original.readdirSync, fs, [path, ...rest]);
  });
  return { [Symbol.dispose]: () => void vi.mocked(fs.readdirSync).mockReset() };
}

describe('a folder that cannot be looked into', () => {
  test('is unreachable when it is not there', async () => {
    const folder = articleFolder();
    const result = await folder.source({ path: folder.place('missing') }).poll(undefined, new AbortController().signal);
    expect(result).toEqual({ type: 'unreachable', detail: `${folder.place('missing')} is not there` });
  });

  test('is unreachable when it is a file', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    const result = await folder.source({ path: folder.place('a.json') }).poll(undefined, new AbortController().signal);
    expect(result).toEqual({ type: 'unreachable', detail: `${folder.place('a.json')} is not a folder` });
  });

  test('is unreachable when it may not be read', async () => {
    const folder = articleFolder();
    using _ = refuseListing(folder.path, 'EACCES');
    const result = await folder.source().poll(undefined, new AbortController().signal);
    expect(result).toEqual({ type: 'unreachable', detail: `${folder.path} may not be read (EACCES)` });
  });

  test('keeps the articles it held, as a sub-folder, and is named', async () => {
    const folder = articleFolder();
    folder.json('sub/deep/a.json');
    folder.json('subway.json', { id: 'a2' });
    const first = await poll(folder.source());
    folder.remove('subway.json');
    let cursor: string;
    {
      using _ = refuseListing(folder.place('sub'), 'EACCES');
      const second = await poll(folder.source(), first.cursor);
      expect(said(second)).toEqual(['sub: may not be read (EACCES)']);
      expect(vanished(second)).toEqual(['a2']);
      expect(await poll(folder.source(), second.cursor)).toMatchObject({ cursor: second.cursor });
      ({ cursor } = second);
    }
    expect(await poll(folder.source(), cursor)).toMatchObject({ articles: [], vanished: [], readable: ['sub'] });
  });

  test('is skipped when it goes while it is listed', async () => {
    const folder = articleFolder();
    folder.json('sub/a.json');
    folder.json('b.json', { id: 'a2' });
    using _ = refuseListing(folder.place('sub'), 'ENOENT');
    expect(await poll(folder.source())).toMatchObject({ articles: [{ id: 'a2' }], unreadable: [] });
  });

  test.skipIf(isRoot)('names files whose folder may be listed but not entered', async () => {
    const folder = articleFolder();
    folder.json('sub/a.json');
    fs.chmodSync(folder.place('sub'), 0o400);
    const result = await poll(folder.source());
    fs.chmodSync(folder.place('sub'), 0o700);
    expect(said(result)).toEqual(['sub/a.json: may not be read (EACCES)']);
  });
});

test('a file whose state may not be asked is named and keeps its article', async () => {
  const folder = articleFolder();
  folder.json('a.json');
  const first = await poll(folder.source());
  const refuse = () => {
    throw refusal('EACCES');
  };
  vi.mocked(fs.statSync).mockImplementationOnce(refuse).mockImplementationOnce(refuse);
  const second = await poll(folder.source(), first.cursor);
  expect(said(second)).toEqual(['a.json: may not be read (EACCES)']);
  expect(second.vanished).toEqual([]);
});

describe('a symbolic link', () => {
  test('that leads out of the folder is unreadable, to a file or to a folder', async () => {
    const [folder, outside] = [articleFolder(), articleFolder()];
    outside.json('secret.json', { id: 'secret' });
    folder.link('a.json', outside.place('secret.json'));
    folder.link('more', outside.path);
    folder.link('up', '..');
    folder.link('picture.jpg', outside.place('secret.json'));
    const result = await poll(folder.source());
    expect(ids(result)).toEqual([]);
    expect(said(result)).toEqual([
      'a.json: is a link that leads out of the folder',
      'more: is a link that leads out of the folder',
      'up: is a link that leads out of the folder',
    ]);
  });

  test('that leads nowhere or in a circle is unreadable', async () => {
    const folder = articleFolder();
    folder.link('lost.json', 'nowhere.json');
    folder.link('circle.json', 'circle.json');
    expect(said(await poll(folder.source()))).toEqual([
      'circle.json: cannot be read (ELOOP)',
      'lost.json: is a link that leads nowhere',
    ]);
  });

  test('to what the folder has anyway adds nothing, and circles end', async () => {
    const folder = articleFolder();
    folder.json('2026/a.json');
    folder.link('latest.json', '2026/a.json');
    folder.link('year', '2026');
    folder.link('2026/back', '..');
    expect(await poll(folder.source())).toMatchObject({ articles: [{ id: 'a1' }], unreadable: [] });
  });

  test('to a hidden place inside the folder is followed', async () => {
    const folder = articleFolder();
    folder.json('.store/1/a.json');
    folder.write('.store/1/sub/flood.txt', 'Flood warning');
    folder.link('current', '.store/1');
    const result = await poll(folder.source());
    expect(result.readable).toEqual(['current/a.json', 'current/sub/flood.txt']);
    expect(ids(result)).toEqual(['a1', 'flood']);
  });

  test('that takes the place of a listed file is not followed', async () => {
    const [folder, outside] = [articleFolder(), articleFolder()];
    outside.json('secret.json', { id: 'secret' });
    folder.json('a.json');
    // A folder in which something changed is looked through twice.
    vi.mocked(fs.statSync).mockImplementationOnce(original.statSync);
    vi.mocked(fs.statSync).mockImplementationOnce((path, options) => {
      const about = original.statSync(path, options);
      folder.remove('a.json');
      folder.link('a.json', outside.place('secret.json'));
      return about;
    });
    const result = await poll(folder.source());
    expect(ids(result)).toEqual([]);
    expect(said(result)).toEqual(['a.json: cannot be read (ELOOP)']);
  });
});

test.skipIf(process.platform !== 'linux')('a name that is not UTF-8 is named as well as it can be', async () => {
  const folder = articleFolder();
  const name = Buffer.concat([Buffer.from(join(folder.path, 'caf')), Buffer.from([0xe9]), Buffer.from('.json')]);
  fs.writeFileSync(name, '{}');
  expect(said(await poll(folder.source()))).toEqual(['caf\uFFFD.json: has a name that is not UTF-8']);
});
