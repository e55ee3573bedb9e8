import { localTime, type WpPost } from './posts.ts';

/** A page of a list as the posts controller of WordPress makes it. */
export type List =
  | { readonly type: 'list'; readonly posts: readonly WpPost[]; readonly total: number; readonly pages: number }
  | { readonly type: 'refused'; readonly status: number; readonly code: string };

const KNOWN = 'include orderby order per_page page modified_after after _embed _fields'.split(' ');

/** The posts everybody may read, as the parameters want them. Dates are compared as the site's clock shows them. */
export function listOf(posts: readonly WpPost[], query: URLSearchParams, timezone: string): List {
  // WordPress lets unknown ones pass; here they would be a mistake of ours.
  for (const name of query.keys()) if (!KNOWN.includes(name)) throw new Error(`unknown parameter ${name}`);
  const perPage = Number(query.get('per_page') ?? 10);
  const page = Number(query.get('page') ?? 1);
  if (!(perPage >= 1 && perPage <= 100) || page < 1)
    return { type: 'refused', status: 400, code: 'rest_invalid_param' };
  const clock = (time: string) => localTime(time, timezone);
  const isAfter = (name: string, time: string) => {
    const bound = query.get(name);
    return bound === null || clock(time) > clock(bound);
  };
  const included = query.get('include')?.split(',').map(Number);
  const found = posts
    .filter(({ status }) => status === 'publish')
    .filter(({ id }) => !included || included.includes(id))
    .filter((post) => isAfter('modified_after', post.modified) && isAfter('after', post.date));
  const orderby = query.get('orderby') ?? 'date';
  const keyOf = (post: WpPost) => clock(orderby === 'modified' ? post.modified : post.date);
  const sign = query.get('order') === 'asc' ? 1 : -1;
  const sorted =
    orderby === 'include'
      ? found.toSorted((a, b) => (included?.indexOf(a.id) ?? 0) - (included?.indexOf(b.id) ?? 0))
      : found.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -sign : keyOf(a) > keyOf(b) ? sign : 0));
  const pages = Math.ceil(sorted.length / perPage);
  if (page > pages && sorted.length > 0) {
    return { type: 'refused', status: 400, code: 'rest_post_invalid_page_number' };
  }
  return { type: 'list', posts: sorted.slice((page - 1) * perPage, page * perPage), total: sorted.length, pages };
}
