import { type Answer, json } from '../lookalike/answer.ts';
import type { StoredPost, Wall } from '../lookalike/wall.ts';
import { graphError, invalidParameter, noSuchObject } from './answer.ts';
import type { Route } from './endpoint.ts';
import { askedFields } from './parameters.ts';
import { aboutToken, type GraphApp, type GraphPerson } from './people.ts';
import { addPhoto, attachedPhotos, type Photo } from './photos.ts';
import { linksOf, onePost, permalinkOf, publishedPosts } from './posts.ts';
import type { GraphPage } from './token.ts';

/** A request of a known Page, as it came in. */
export interface Asked {
  readonly method: string;
  readonly route: Route;
  readonly page: GraphPage;
  readonly parameters: URLSearchParams;
}

/** What Graph looks at when it carries out a request; `at` is its own clock, epoch milliseconds. */
export interface Work extends Asked {
  readonly pages: readonly GraphPage[];
  readonly app: GraphApp;
  readonly people: readonly GraphPerson[];
  readonly wall: Wall;
  /** Every photo that was ever made, oldest first. */
  readonly photos: Photo[];
  readonly at: number;
  readonly refusesDuplicates: boolean;
  readonly timelineLagMs: (id: string) => number;
}

/** Carries out a request and gives the true answer; `stored` is the post it made. */
export function carryOut(work: Work): { readonly answer: Answer; readonly stored?: StoredPost } {
  switch (work.route.endpoint) {
    case 'create':
      return create(work);
    case 'photo':
      return { answer: foreign(work, 200) ?? addPhoto(work) };
    case 'delete':
      return { answer: remove(work) };
    case 'posts':
      return { answer: foreign(work, 10) ?? publishedPosts(work) };
    case 'post':
      return { answer: onePost(work) };
    case 'scrape':
      return { answer: scrape(work) };
    case 'page':
      return { answer: aboutPage(work) };
    case 'token':
      return { answer: aboutToken(work) };
    default:
      throw new Error(`no Page asks for ${work.route.endpoint}`);
  }
}

const MAX_MESSAGE_LENGTH = 63_206;

function create(work: Work): { answer: Answer; stored?: StoredPost } {
  const { page, parameters, wall, at, refusesDuplicates } = work;
  const refusal = foreign(work, 200);
  if (refusal) return { answer: refusal };
  const text = parameters.get('message') ?? '';
  const link = parameters.get('link');
  if (!text.trim() && !link) return { answer: invalidParameter('Requires either a message or a link.') };
  if (text.length > MAX_MESSAGE_LENGTH) return { answer: invalidParameter('Param message is too long.') };
  if (link && !/^https?:$/.test(URL.parse(link)?.protocol ?? '')) {
    return { answer: invalidParameter('link URL is not properly formatted') };
  }
  const attached = parameters.get('attached_media');
  const media = attached === null ? [] : attachedPhotos(work, attached);
  if (!media) return { answer: invalidParameter('Param attached_media names no photo of this Page.') };
  const links = link ? [link] : linksOf(text);
  const last = wall.lastLive(page.id);
  if (refusesDuplicates && last?.text === text && last.links[0] === links[0]) return { answer: duplicate() };
  const pictures = media.length > 0 ? { media } : {};
  const stored = wall.add({ account: page.id, text, links, ...pictures, createdAt: at, byHand: false });
  const permalink = askedFields(parameters)?.has('permalink_url') ? { permalink_url: permalinkOf(stored.id) } : {};
  return { answer: json(200, { id: stored.id, ...permalink }), stored };
}

function duplicate(): Answer {
  const told = ['Duplicate status update', 'This status update is identical to the last one you posted.'] as const;
  return graphError({ status: 400, code: 506, subcode: 1455006, message: '(#506) Duplicate status message', told });
}

function remove({ method, route, page, wall, at }: Work): Answer {
  const post = wall.live(page.id).find(({ id }) => id === route.id);
  if (!post) return noSuchObject(method, route.id);
  post.deletedAt = at;
  return json(200, { success: true });
}

function scrape({ method, parameters, at }: Work): Answer {
  const url = parameters.get('id');
  if (!url || parameters.get('scrape') !== 'true') return noSuchObject(method, url ?? '');
  const host = URL.parse(url)?.hostname;
  if (!host) return invalidParameter('Invalid parameter');
  const updated = new Date(at).toISOString().replace(/\.\d+Z$/, '+0000');
  return json(200, { url, type: 'article', title: host, updated_time: updated, id: '1' });
}

const PAGE_FIELDS: ReadonlySet<string> = new Set(['id', 'name', 'link']);

function aboutPage(work: Work): Answer {
  const refusal = foreign(work, 10);
  if (refusal) return refusal;
  const { id, name } = work.page;
  const fields = askedFields(work.parameters) ?? new Map([['name', '']]);
  const unknown = [...fields.keys()].find((field) => !PAGE_FIELDS.has(field));
  if (unknown !== undefined)
    return invalidParameter(`Tried accessing nonexisting field (${unknown}) on node type (Page)`);
  return json(200, {
    ...(fields.has('name') ? { name } : {}),
    ...(fields.has('link') ? { link: `https://www.facebook.com/${id}` } : {}),
    id,
  });
}

/** What a token hears of a Page that is not its own. */
function foreign({ method, route, page, pages }: Work, code: 10 | 200): Answer | undefined {
  if (route.id === page.id) return undefined;
  if (!pages.some(({ id }) => id === route.id)) return noSuchObject(method, route.id);
  return graphError({ status: 403, code, message: `(#${code}) The token does not speak for this Page.` });
}
