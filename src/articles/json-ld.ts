import { z } from 'zod';

/** What a page's JSON-LD says of its story. */
export interface StructuredStory {
  readonly title?: string;
  readonly body?: string;
  readonly summary?: string;
  readonly authors: readonly string[];
  readonly section?: string;
  readonly published: readonly string[];
  readonly pictures: readonly { readonly url: string }[];
}

/** https://schema.org/Article and what news outlets use of what is below it. */
const STORIES = /^(?:https?:\/\/schema\.org\/)?(?:\w*NewsArticle|Article|Report|LiveBlogPosting|BlogPosting)$/;
const MOST_NODES = 1000;

const Words = z.string().catch('');
const list = <Kind extends z.ZodType>(kind: Kind) =>
  z.preprocess((value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]), z.array(kind).catch([]));
const Named = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).catch('');
const Placed = z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]).catch('');

const Story = z.object({
  '@type': list(Words),
  headline: Words,
  articleBody: Words,
  description: Words,
  author: list(Named),
  articleSection: list(Words),
  datePublished: Words,
  image: list(Placed),
});

/** The first news article in the JSON-LD scripts of the page at `url`, or undefined. */
export function newsArticleIn(scripts: readonly string[], url: string): StructuredStory | undefined {
  for (const node of nodesOf(scripts)) {
    const { data } = Story.safeParse(node);
    if (!data?.['@type'].some((type) => STORIES.test(type))) continue;
    const [section] = data.articleSection;
    const images = data.image.map((image) => URL.parse(image, url)).filter((image) => image !== null);
    return {
      ...(data.headline && { title: data.headline }),
      ...(data.articleBody && { body: data.articleBody }),
      ...(data.description && { summary: data.description }),
      authors: data.author.filter((name) => name !== ''),
      ...(section && { section }),
      published: data.datePublished ? [data.datePublished] : [],
      pictures: images.filter(({ protocol }) => /^https?:$/.test(protocol)).map(({ href }) => ({ url: href })),
    };
  }
  return undefined;
}

/** The objects at the top, those in lists and `@graph` included. */
function nodesOf(scripts: readonly string[]): readonly unknown[] {
  const nodes: unknown[] = [];
  const waiting: unknown[] = scripts.map(parse);
  while (waiting.length > 0 && nodes.length < MOST_NODES) {
    const node = waiting.shift();
    if (Array.isArray(node)) waiting.push(...node.slice(0, MOST_NODES));
    else if (typeof node === 'object' && node !== null) {
      nodes.push(node);
      if ('@graph' in node) waiting.push(node['@graph']);
    }
  }
  return nodes;
}

function parse(script: string): unknown {
  try {
    // Raw line breaks in strings are what systems get wrong most.
    return JSON.parse(script.replace(/[\r\n\t]+/g, ' '));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
