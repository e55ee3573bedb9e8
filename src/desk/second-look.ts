import { type Doubt, sayDoubt } from '../domain/facts/doubt.ts';
import type { Post } from '../domain/post.ts';
import { type Html, html } from './html.ts';

/** What of an editor's words the story does not bear out: a note beside them, which bars nothing. */
export function secondLook({ id }: Post, doubts: readonly Doubt[]): Html | false {
  if (doubts.length === 0) return false;
  return html`<div class="second-look" id="${secondLookId(id)}">
<p>Look again. The story does not bear out:</p>
<ul>
${doubts.map((doubt) => html`<li>${sayDoubt(doubt)}</li>\n`)}
</ul>
</div>`;
}

/** The id of the note, so that a button can name what it is described by. */
export function secondLookId(id: string): string {
  return `look-again-${id}`;
}
