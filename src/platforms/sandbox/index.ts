import { randomInt } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { imageToAttach } from '../../domain/image-tries.ts';
import type { Platform, RecentQuery, RecentResult, RemotePost } from '../../domain/ports.ts';
import type { Instant } from '../../domain/time.ts';
import { answerInstead, takeFault } from './faults.ts';
import { accountFile, append, openForAppend, readTail, type SandboxRecord, type Tail } from './file.ts';

export interface SandboxOptions {
  readonly account: string;
  /** Where the accounts' files are; made where it is missing. */
  readonly directory: string;
  /** How the platform it stands in for puts words and link together. */
  readonly render: (words: string, link: string) => string;
  readonly now: () => Instant;
}

/**
 * The bundled sandbox: an account that is a file, one line of JSON a post. It takes every text and never limits, but for
 * the faults that are planted in it.
 */
export function sandboxPlatform({ account, directory, render, now }: SandboxOptions): Platform {
  const path = accountFile(directory, account, 'jsonl');
  const urlOf = (remoteId: string) => `sandbox:${account}/${remoteId}`;

  return {
    repeatable: false,

    async prepare(post) {
      const image = imageToAttach(post);
      return image ? { type: 'ready', media: { id: image.url, ...image } } : { type: 'ready' };
    },

    async publish(post, signal) {
      const { sending } = post;
      if (!sending) throw new Error(`post ${post.id} is not armed`);
      if (signal.aborted) return { type: 'unavailable', detail: 'stopped before anything was written' };
      const opened = await fileValue(() => openWithTail(path));
      if (opened.type === 'failed') return { type: 'unavailable', detail: opened.detail };
      await using file = opened.value.file;
      const { tail } = opened.value;
      const at = now();
      const fault = await takeFault(directory, account);
      const instead = answerInstead(fault, at);
      if (instead) return instead;
      const record = {
        remoteId: nextId(at, tail.records),
        text: render(sending.text, sending.link),
        link: sending.link,
        ...(sending.media && { image: sending.media.url }),
        ...(sending.media?.alt !== undefined && { alt: sending.media.alt }),
        createdAt: at.toString(),
      };
      const written = await fileValue(() => append(file, record, tail));
      if (written.type === 'failed') return { type: 'unconfirmed', detail: written.detail };
      if (fault === 'lost-answer') return { type: 'unconfirmed', detail: 'sandbox fault: the answer was lost' };
      return { type: 'published', remoteId: record.remoteId, url: urlOf(record.remoteId) };
    },

    async recent(query) {
      const read = await fileValue(() => tailOf(path));
      if (read.type === 'failed') return { type: 'unknown', detail: read.detail };
      return recentIn(read.value, query, urlOf);
    },

    async retract(remoteId) {
      const done = await fileValue(async () => {
        const { file, tail } = await openWithTail(path);
        await using _closing = file;
        await append(file, { deleted: remoteId }, tail);
      });
      return done.type === 'failed' ? { type: 'unavailable', detail: done.detail } : { type: 'gone' };
    },

    async whoami() {
      return { type: 'known', name: account, mayWrite: true };
    },
  };
}

async function openWithTail(path: string): Promise<{ file: FileHandle; tail: Tail }> {
  const file = await openForAppend(path);
  try {
    return { file, tail: await readTail(file) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function tailOf(path: string): Promise<Tail> {
  try {
    await using file = await open(path, 'r');
    return await readTail(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { records: [], whole: true, torn: false };
    throw error;
  }
}

/** Sorts by time; never before an id given out earlier, whatever the clock does. */
function nextId(at: Instant, records: readonly SandboxRecord[]): string {
  const fresh = `${String(at.epochMilliseconds).padStart(13, '0')}${String(randomInt(1_000_000)).padStart(6, '0')}`;
  const given = records.map((record) => ('remoteId' in record ? record.remoteId : '')).sort();
  const newest = given.at(-1) ?? '';
  return fresh > newest ? fresh : String(BigInt(newest) + 1n).padStart(19, '0');
}

function recentIn({ records, whole }: Tail, query: RecentQuery, urlOf: (remoteId: string) => string): RecentResult {
  const deleted = new Set(records.map((record) => ('deleted' in record ? record.deleted : undefined)));
  const newestFirst = records
    .flatMap((record) => ('remoteId' in record ? [remotePost(record, urlOf)] : []))
    .sort((a, b) => (a.remoteId < b.remoteId ? 1 : -1));
  const wanted = newestFirst.filter((post) => isWanted(post, query));
  const readBack = whole || wanted.length < newestFirst.length;
  const live = wanted.filter((post) => !deleted.has(post.remoteId));
  const posts = live.slice(0, query.atMost);
  const seenUpTo = posts[0]?.remoteId;
  const complete = readBack && posts.length === live.length;
  return { type: 'read', posts, complete, clockAheadMs: 0, ...(seenUpTo !== undefined && { seenUpTo }) };
}

function remotePost(
  { remoteId, text, link, createdAt }: Extract<SandboxRecord, { remoteId: string }>,
  urlOf: (remoteId: string) => string,
): RemotePost {
  return { remoteId, url: urlOf(remoteId), text, links: [link], createdAt: Temporal.Instant.from(createdAt) };
}

function isWanted({ remoteId, createdAt }: RemotePost, { since, notBefore }: RecentQuery): boolean {
  if (since !== undefined && remoteId <= since) return false;
  return !notBefore || Temporal.Instant.compare(createdAt, notBefore) >= 0;
}

type FileResult<Value> = { type: 'done'; value: Value } | { type: 'failed'; detail: string };

/** A disk that is full, read-only or gone is an answer; anything else is our own bug. */
async function fileValue<Value>(action: () => Promise<Value>): Promise<FileResult<Value>> {
  try {
    return { type: 'done', value: await action() };
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return { type: 'failed', detail: `the sandbox's file cannot be used (${code}); look at its directory` };
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
