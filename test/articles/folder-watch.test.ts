import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ArticleSource } from '../../src/domain/ports.ts';
import { articleFolder, ids, NOW, poll } from './article-folder.ts';

vi.mock('node:fs', { spy: true });

/** A source that is watched, as a worker does it: asked, read, and asked again. */
async function watched(source: ArticleSource) {
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const changed = async () => source.changed?.(stopping.signal);
  await changed();
  let { cursor } = await poll(source);
  await changed();
  return {
    changed,
    read: async () => {
      const polled = await poll(source, cursor);
      cursor = polled.cursor;
      return ids(polled);
    },
    stop: () => stopping.abort(),
  };
}

/** Written beside its place and renamed into it, as a careful newsroom system does. */
function fileInto(folder: string, name: string, id: string): void {
  fs.writeFileSync(join(folder, `.${name}.tmp`), JSON.stringify(aStory(id)));
  fs.renameSync(join(folder, `.${name}.tmp`), join(folder, name));
}

const aStory = (id: string) => ({ id, title: `About ${id}`, body: 'It rains.', publishedAt: '2026-03-01T09:00:00Z' });

/** Whether it is still open once all that happened by now was told. */
async function isPending(promise: Promise<unknown>, folder: string): Promise<boolean> {
  const told = Promise.withResolvers<void>();
  const witness = fs.watch(folder, (_, name) => name === 'last.jpg' && told.resolve());
  fs.writeFileSync(join(folder, 'last.jpg'), '');
  // By then every earlier event of the folder has been told, to whoever watches.
  await told.promise;
  witness.close();
  const open = Symbol('open');
  return (await Promise.race([promise, Promise.resolve(open)])) === open;
}

describe('a watched folder', () => {
  test('tells of a file that is renamed in', async () => {
    const folder = articleFolder();
    const source = await watched(folder.source());
    const changed = source.changed();
    fileInto(folder.path, 'bridge.json', 'bridge');
    await changed;
    expect(await source.read()).toEqual(['bridge']);
  });

  test('tells of what changed while nobody waited', async () => {
    const folder = articleFolder();
    const source = await watched(folder.source());
    fileInto(folder.path, 'bridge.json', 'bridge');
    await source.changed();
    expect(await source.read()).toEqual(['bridge']);
  });

  test('that is large is not looked through all the time, but at once when it tells of a change', async () => {
    const folder = articleFolder();
    let now = NOW;
    // Each time it is asked it is later: a look takes long.
    const source = await watched(folder.source({ now: () => (now = now.add({ milliseconds: 500 })) }));
    expect(await source.read()).toEqual([]);
    vi.mocked(fs.readdirSync).mockClear();
    expect(await source.read()).toEqual([]);
    expect(fs.readdirSync).not.toHaveBeenCalled();
    const changed = source.changed();
    fileInto(folder.path, 'bridge.json', 'bridge');
    await changed;
    expect(await source.read()).toEqual(['bridge']);
  });

  test('tells of files in a sub-folder, of one that is new as well', async () => {
    const folder = articleFolder();
    folder.json('old/a.json', { id: 'a' });
    const source = await watched(folder.source());
    let changed = source.changed();
    fileInto(folder.place('old'), 'b.json', 'b');
    await changed;
    expect(await source.read()).toEqual(['b']);
    changed = source.changed();
    fs.mkdirSync(folder.place('new'));
    await changed;
    await source.read();
    // The new folder is watched from that reading on, and what came before is asked for once more.
    await source.changed();
    await source.read();
    changed = source.changed();
    fileInto(folder.place('new'), 'c.json', 'c');
    await changed;
    expect(await source.read()).toEqual(['c']);
  });

  test('tells of a file that is written again in its place, and of one that is gone', async () => {
    const folder = articleFolder();
    folder.json('a.json', { id: 'a' });
    folder.json('b.json', { id: 'b' });
    const source = await watched(folder.source());
    let changed = source.changed();
    fs.appendFileSync(folder.place('a.json'), '\n');
    await changed;
    expect(await source.read()).toEqual(['a']);
    changed = source.changed();
    folder.remove('b.json');
    await changed;
  });

  test('says nothing of hidden and temporary files, nor of what is written into others', async () => {
    const folder = articleFolder();
    folder.write('photo.jpg', 'x');
    folder.write('last.jpg', 'x');
    const source = await watched(folder.source());
    const changed = source.changed();
    folder.write('.bridge.json.tmp', '{');
    folder.write('bridge.json.tmp', '{');
    folder.write('bridge.json~', '{');
    fs.appendFileSync(folder.place('photo.jpg'), 'y');
    expect(await isPending(changed, folder.path)).toBe(true);
    fileInto(folder.path, 'bridge.json', 'bridge');
    await changed;
  });

  test('is watched anew when another folder is put in its place', async () => {
    const folder = articleFolder();
    const place = folder.place('desk');
    fs.mkdirSync(place);
    const source = await watched(folder.source({ path: place }));
    const changed = source.changed();
    fs.renameSync(place, folder.place('away'));
    await changed;
    fs.mkdirSync(place);
    // The poll that comes every two seconds sees it first.
    await source.read();
    await source.changed();
    await source.read();
    fileInto(place, 'bridge.json', 'bridge');
    await source.changed();
    expect(await source.read()).toEqual(['bridge']);
  });

  test('is watched again after it was gone for a while', async () => {
    const folder = articleFolder();
    const place = folder.place('desk');
    fs.mkdirSync(place);
    const source = folder.source({ path: place });
    const watching = await watched(source);
    fs.rmSync(place, { recursive: true });
    expect(await source.poll(undefined, new AbortController().signal)).toMatchObject({ type: 'unreachable' });
    const changed = watching.changed();
    fs.mkdirSync(place);
    fileInto(place, 'bridge.json', 'bridge');
    expect(await watching.read()).toEqual(['bridge']);
    await changed;
  });
});

describe('a system that watches no more', () => {
  test('has a folder looked through by every poll, however long that takes', async () => {
    const folder = articleFolder();
    let now = NOW;
    const source = folder.source({ now: () => (now = now.add({ milliseconds: 500 })) });
    const { signal } = new AbortController();
    await source.changed?.(signal);
    vi.mocked(fs.watch).mockImplementationOnce(() => {
      throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'watch' });
    });
    const blind = expect(source.changed?.(signal)).rejects.toThrow('ENOSPC');
    let { cursor } = await poll(source);
    await blind;
    for (const id of ['a', 'b', 'c']) {
      ({ cursor } = await poll(source, cursor));
      folder.json(`${id}.json`, { id });
      const polled = await poll(source, cursor);
      expect(ids(polled)).toEqual([id]);
      ({ cursor } = polled);
    }
  });

  test.each([
    ['ENOSPC', 'the system watches no more folders (ENOSPC): raise fs.inotify.max_user_watches'],
    ['EMFILE', 'the system has no more watches for this user (EMFILE): raise fs.inotify.max_user_instances'],
  ])('by %s is told, what is watched is let go, and the next time is another try', async (code, advice) => {
    const folder = articleFolder();
    folder.json('sub/a.json');
    const source = folder.source();
    const { signal } = new AbortController();
    await source.changed?.(signal);
    const refused = Object.assign(new Error(code), { code, syscall: 'watch' });
    const original = await vi.importActual<typeof fs>('node:fs');
    const closed = Promise.withResolvers<void>();
    vi.mocked(fs.watch)
      .mockImplementationOnce((path) => original.watch(path, { persistent: false }).once('close', closed.resolve))
      .mockImplementationOnce(() => {
        throw refused;
      });
    const blind = expect(source.changed?.(signal)).rejects.toThrow(advice);
    const { cursor } = await poll(source);
    await blind;
    await closed.promise;
    // Polls go on as ever.
    folder.json('b.json', { id: 'b' });
    expect(ids(await poll(source, cursor))).toEqual(['b']);
    const changed = source.changed?.(signal);
    await poll(source, cursor);
    await changed;
  });
});

describe('a watch that is over', () => {
  test('leaves no handle, and tells whoever waits', async () => {
    const folder = articleFolder();
    folder.json('sub/a.json');
    vi.mocked(fs.watch).mockClear();
    const source = await watched(folder.source());
    const watchers = vi.mocked(fs.watch).mock.results.map(({ value }) => value);
    expect(watchers).toHaveLength(2);
    const closed = Promise.all(watchers.map((watcher) => new Promise((resolve) => watcher.once('close', resolve))));
    const waiting = expect(source.changed()).rejects.toThrow('abort');
    source.stop();
    await waiting;
    await closed;
    await expect(source.changed()).rejects.toThrow('abort');
    // The poll works on, and watches nothing any more.
    vi.mocked(fs.watch).mockClear();
    await source.read();
    expect(fs.watch).not.toHaveBeenCalled();
  });

  test('was never begun by a poll alone, as in a pass of cron', async () => {
    const folder = articleFolder();
    folder.json('a.json');
    vi.mocked(fs.watch).mockClear();
    await poll(folder.source());
    expect(fs.watch).not.toHaveBeenCalled();
  });
});
