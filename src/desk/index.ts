import { Hono } from 'hono';
import { assetPage } from './assets.ts';
import { approval, editorKept, rejection, resumption, sendingBack } from './decisions.ts';
import { faultPage } from './fault-page.ts';
import { feedList } from './feed-list.ts';
import { feedPages } from './feeds.ts';
import { newFormToken, rememberEditor, withToken } from './form.ts';
import type { Desk } from './frame.ts';
import { boundedBody, knownHosts, safeHeaders, sameOrigin } from './guards.ts';
import { openNotices } from './notices.ts';
import type { DeskOptions } from './options.ts';
import { picturePage } from './pictures.ts';
import { queuePage } from './queue-page.ts';
import { plantedFault } from './sandbox-faults.ts';
import { storyPage } from './story-page.ts';
import { timelinePage } from './timeline-page.ts';

export type { DeskOptions, Health } from './options.ts';

/** The editors' pages: what waits, what stands in the sandbox, each story beside its posts, and the feeds. */
export function deskPages(options: DeskOptions): Hono {
  const desk: Desk = { ...options, token: newFormToken(), notices: openNotices() };
  const app = new Hono();

  app.use(...safeHeaders(), knownHosts(options.hosts ?? []));
  app.post('*', boundedBody, sameOrigin, withToken(desk.token), rememberEditor);

  app.get('/', queuePage(desk));
  app.get('/timeline', timelinePage(desk));
  app.get('/stories/:source/:id', storyPage(desk));
  app.get('/feeds', feedList(desk));
  app.get('/assets/:file', assetPage);
  app.get('/pictures/:file', picturePage(desk));
  app.get('/healthz', async (c) => {
    const health = await options.health();
    return c.json(health, health.ok ? 200 : 503);
  });
  app.route('/', feedPages(options.feeds));

  app.post('/editor', editorKept(desk));
  app.post('/posts/:id/approval', approval(desk));
  app.post('/posts/:id/rejection', rejection(desk));
  app.post('/posts/:id/return', sendingBack(desk));
  app.post('/resumption', resumption(desk));
  app.post('/sandbox/:account/faults/:fault', plantedFault(desk));

  app.notFound((c) =>
    faultPage(c, 404, 'There is nothing here', [
      'What you look for was moved, or never was. The queue shows what there is.',
    ]),
  );
  app.onError((error, c) => {
    options.room.log.error('the desk could not answer', { path: c.req.path, detail: error.stack ?? error.message });
    return faultPage(c, 500, 'The desk could not do that', [
      'The log says why. Nothing was changed unless the queue shows it; try again in a moment.',
    ]);
  });
  return app;
}
