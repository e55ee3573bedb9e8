/** A row of wp_posts and what hangs on it; times are UTC. */
export interface WpPost {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly content: string;
  readonly excerpt?: string;
  readonly status: 'publish' | 'future' | 'draft' | 'pending' | 'private' | 'trash';
  readonly date: string;
  readonly modified: string;
  readonly password?: string;
  readonly author?: string;
  readonly categories?: readonly string[];
  readonly tags?: readonly string[];
  readonly picture?: { readonly url: string; readonly alt: string; readonly width: number; readonly height: number };
}

/** A post that is out. */
export function wpPost(id: number, fields: Partial<WpPost> = {}): WpPost {
  const date = fields.date ?? '2026-03-01T11:00:00Z';
  return {
    id,
    type: 'posts',
    title: `Story ${id}`,
    content: `<p>The body of ${id}.</p>`,
    status: 'publish',
    date,
    modified: date,
    ...fields,
  };
}

/** As the clock of the site shows it: `2026-03-01T13:00:00`. */
export function localTime(time: string, timezone: string): string {
  const local = Temporal.Instant.from(time).toZonedDateTimeISO(timezone).toPlainDateTime();
  return local.toString({ smallestUnit: 'second' });
}

/** The post as the REST API shows it in the context `view`, with what `_fields` and `_embed` ask for. */
export function wholePost(post: WpPost, query: URLSearchParams, timezone: string): Record<string, unknown> {
  const gmt = (time: string) => localTime(time, 'UTC');
  const isProtected = post.password !== undefined;
  const whole: Record<string, unknown> = {
    id: post.id,
    date: localTime(post.date, timezone),
    date_gmt: gmt(post.date),
    modified: localTime(post.modified, timezone),
    modified_gmt: gmt(post.modified),
    slug: `story-${post.id}`,
    status: post.status,
    type: post.type,
    link: `https://blog.example/${post.date.slice(0, 4)}/story-${post.id}/`,
    title: { rendered: isProtected ? `Protected: ${post.title}` : post.title },
    content: { rendered: isProtected ? '' : post.content, protected: isProtected },
    excerpt: {
      rendered: post.excerpt ?? `<p>${post.content.replace(/<[^>]*>/g, '').slice(0, 40)} [&hellip;]</p>\n`,
      protected: isProtected,
    },
  };
  const wanted = query.get('_fields')?.split(',');
  const top = wanted?.map((name) => name.split('.')[0]);
  const shown = Object.fromEntries(Object.entries(whole).filter(([name]) => !top || top.includes(name)));
  const embeds = query.get('_embed')?.split(',') ?? [];
  // Nothing is embedded of which the link is left out.
  const isLinked = (rel: string) => !wanted || wanted.includes('_links') || wanted.includes(`_links.${rel}`);
  const embedded = Object.entries(embeddable(post)).filter(([rel]) => embeds.includes(rel) && isLinked(rel));
  if (embedded.length > 0 && (!top || top.includes('_embedded'))) shown._embedded = Object.fromEntries(embedded);
  return shown;
}

function embeddable({ author, categories = [], tags = [], picture }: WpPost): Record<string, unknown> {
  const term = (taxonomy: string) => (name: string, id: number) => ({
    id,
    name,
    slug: name.toLowerCase().replaceAll(' ', '-'),
    taxonomy,
  });
  return {
    author: [
      author === undefined
        ? { code: 'rest_user_invalid_id', message: 'Invalid user ID.', data: { status: 404 } }
        : { id: 1, name: author, slug: 'author', link: 'https://blog.example/author/' },
    ],
    'wp:term': [categories.map(term('category')), tags.map(term('post_tag'))],
    ...(picture && {
      'wp:featuredmedia': [
        {
          id: 9,
          alt_text: picture.alt,
          media_type: 'image',
          media_details: { width: picture.width, height: picture.height, sizes: {} },
          source_url: picture.url,
        },
      ],
    }),
  };
}
