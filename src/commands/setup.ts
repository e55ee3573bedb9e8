import { openNewsroom, readSetup, type Setup } from '../app.ts';
import type { LongReading, Newsroom } from '../pipeline/newsroom.ts';
import { type Args, type Io, text } from './command.ts';

/** The configured newsroom of this call, without its store. */
export function setupFor(args: Args, io: Io): Promise<Setup> {
  const configOption = text(args, 'config');
  const { root, env } = io;
  return readSetup({ root, env, writeLog: io.err, ...(configOption === undefined ? {} : { configOption }) });
}

/** Opens the newsroom of this call, does the work, and closes it again whatever comes of it. */
export async function inNewsroom<T>(
  args: Args,
  io: Io,
  work: (room: Newsroom, setup: Setup) => Promise<T>,
): Promise<T> {
  const setup = await setupFor(args, io);
  const opened = await openNewsroom(setup);
  const room = { ...opened, tellReading: (reading: LongReading | undefined) => io.progress(inWords(reading)) };
  try {
    return await work(room, setup);
  } finally {
    await room.store.close();
  }
}

function inWords(reading: LongReading | undefined): string {
  return reading ? `taken in ${reading.articles.toLocaleString('en')} articles of ${reading.source} …` : '';
}
