import { now } from './app/machine.ts';
import { databasePathOf } from './app/setup.ts';
import { connectFacebook } from './platforms/index.ts';

/*
 * What the commands are given. The folder `app` is the one place that knows every concrete part and wires it.
 */

export { openNewsroom, summarizer, summarizing } from './app/newsroom.ts';
export { handlersOf, openServer, pushHandler, startWorker } from './app/serving.ts';
export { BadConfiguration, readSetup, redactorOf, type Setup, type Start } from './app/setup.ts';
export { type ReadArticle, readArticles } from './articles/read.ts';
export { describeConfig } from './config/describe.ts';
export { formatOf } from './platforms/index.ts';
export { StoreUnreachable } from './store/index.ts';

/** What makes a Facebook Page an account and keeps its keys; loaded when it is asked for. */
export const connecting = async () => ({ ...(await import('./config/page-account.ts')), connectFacebook, now });

/** Copies the database into a file; loaded when it is asked for. */
export const backingUp = async () => ({ ...(await import('./store/backup.ts')), databasePathOf, now });

/** Writes an article file anew with other dates; loaded when it is asked for. */
export const redater = async () => (await import('./articles/redated.ts')).redated;
