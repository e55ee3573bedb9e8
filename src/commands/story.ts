import { type Article, articleName } from '../domain/article.ts';
import type { Post } from '../domain/post.ts';
import { explain } from '../domain/reason.ts';
import { type Args, EXIT, type ExitCode, flag, type Io, printJson } from './command.ts';
import { inWords, postJson } from './post-view.ts';
import { columns, printLines } from './table.ts';

/** Tells how all posts of a story stand. */
export function tellStory(args: Args, io: Io, article: Article, posts: readonly Post[]): ExitCode {
  if (flag(args, 'json')) {
    printJson(io, { article: articleName(article), title: article.title, posts: posts.map(postJson) });
  } else {
    const rows = posts.map((post) => [
      post.channel,
      post.id,
      inWords(post.state),
      explain(post.reason),
      post.remoteUrl ?? '',
    ]);
    printLines(io, [article.title, ...columns(rows)]);
  }
  return EXIT.done;
}
