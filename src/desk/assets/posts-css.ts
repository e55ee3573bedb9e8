/** The queue, the timeline and the story beside its posts. */
export const POSTS_CSS = `
.columns { display: grid; gap: 2.5rem; }
.columns section + section { margin-top: 2.5rem; }
@media (min-width: 60rem) { .columns { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 3rem; } }

.pause {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.75rem 1.5rem;
  padding: 0.85rem 1.1rem; margin-bottom: 1rem; background: var(--warn-wash); border-left: 4px solid var(--warn); border-radius: 4px;
}
.pause p { flex: 1 1 16rem; }

.entry { padding: 1.1rem 1.25rem; margin-bottom: 1rem; background: var(--sheet); border: 1px solid var(--rule); border-radius: 8px; }
.tags { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.75rem; font-size: 0.875rem; color: var(--quiet); }
.tags .platform { font-weight: 700; color: var(--ink); }
.tags .due { margin-left: auto; }
.entry h3 { font: 700 1.1875rem/1.3 var(--serif); margin-block: 0.35rem 0.6rem; }
.entry h3 a { color: inherit; text-decoration: none; }
.entry h3 a:hover { text-decoration: underline; }
.entry blockquote { white-space: pre-wrap; padding-left: 0.9rem; border-left: 3px solid var(--rule); margin-bottom: 0.6rem; }
figcaption { font-size: 0.8125rem; color: var(--quiet); }
.entry figure { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0.75rem; align-items: center; margin-bottom: 0.6rem; }
.entry figure img { display: block; width: 100%; aspect-ratio: 16 / 9; object-fit: cover; border-radius: 4px; background: var(--rule); }
.why { font-size: 0.9375rem; color: var(--quiet); }
.trouble .why { color: var(--warn); }
.second-look { margin-top: 0.5rem; padding: 0.5rem 0.8rem; background: var(--warn-wash); border-left: 3px solid var(--warn); border-radius: 3px; font-size: 0.9375rem; }
.second-look ul { list-style: disc; padding-left: 1.2rem; }
.why::first-letter { text-transform: uppercase; }
.measure { font-size: 0.875rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
.actions { display: flex; flex-wrap: wrap; gap: 0.6rem; margin-top: 0.85rem; }

.accounts { display: grid; gap: 3rem 2.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); align-items: start; }
.accounts > :only-child { max-width: 40rem; }
.live, .post-of { margin-bottom: 1.5rem; }
.known {
  margin: 0.4rem 0 0 0.25rem; padding: 0.1rem 0 0.1rem 0.8rem; border-left: 3px solid var(--warn);
  font-size: 0.875rem; color: var(--quiet);
}
.known b { color: var(--warn); }
.known.settled { border-color: var(--good); }
.known.settled b { color: var(--good); }
.in-hand { display: grid; gap: 0.75rem; margin-bottom: 1.5rem; }
.in-hand li { padding: 0.75rem 1rem; background: var(--warn-wash); border-left: 4px solid var(--warn); border-radius: 4px; font-size: 0.9375rem; font-variant-numeric: tabular-nums; }
.in-hand p + p::first-letter { text-transform: uppercase; }
.in-hand p:first-child b { color: var(--warn); margin-right: 0.35em; }
.faults { margin-bottom: 1.5rem; font-size: 0.9375rem; }
.faults summary, .history summary { cursor: pointer; color: var(--quiet); width: fit-content; }
.faults ul { display: grid; gap: 0.6rem; margin-top: 0.75rem; }
.faults li { display: grid; grid-template-columns: minmax(0, 10rem) minmax(0, 1fr); gap: 0.25rem 0.9rem; align-items: center; color: var(--quiet); font-size: 0.875rem; }
.faults button { text-align: left; padding: 0.45rem 0.75rem; }

.beside { display: grid; gap: 2.5rem; }
@media (min-width: 60rem) { .beside { grid-template-columns: minmax(0, 1fr) 27rem; gap: clamp(2.5rem, 5vw, 4.5rem); } }
@media (min-width: 100rem) {
  main.story, body:has(main.story) .masthead { max-width: 112rem; }
  .beside { grid-template-columns: minmax(0, 1fr) 55rem; }
  .beside .posts { columns: 2; column-gap: 2rem; }
  .post-of { break-inside: avoid; }
}
.story h1 { font: 700 clamp(1.875rem, 4.5vw, 2.75rem)/1.12 var(--serif); letter-spacing: -0.022em; text-wrap: balance; margin-block: 0.35rem 0.75rem; }
.standfirst { font: 400 1.25rem/1.45 var(--serif); color: var(--quiet); text-wrap: pretty; margin-bottom: 0.75rem; }
.byline { font-size: 0.875rem; color: var(--quiet); padding-bottom: 1rem; }
.story figure { margin-bottom: 1.5rem; }
.story figure img { display: block; width: 100%; aspect-ratio: 3 / 2; object-fit: cover; border-radius: 4px; background: var(--rule); }
.story figcaption { padding-top: 0.5rem; }
.paragraph { font: 400 1.125rem/1.62 var(--serif); max-width: 38rem; margin-bottom: 1rem; hanging-punctuation: first; text-wrap: pretty; }
.more { font-size: 0.9375rem; color: var(--quiet); }
.post-of h3 { font: 600 0.8125rem/1.2 var(--sans); letter-spacing: 0.06em; text-transform: uppercase; color: var(--quiet); margin-bottom: 0.6rem; }
.post-of h3 .count { text-transform: none; letter-spacing: 0; font-weight: 400; }
.post-of + .post-of { margin-top: 2rem; }
.history { margin: 0.4rem 0 0 0.25rem; font-size: 0.8125rem; color: var(--quiet); }
.history ol { margin-top: 0.4rem; display: grid; gap: 0.25rem; }
@media (max-width: 30rem) {
  .faults li { grid-template-columns: minmax(0, 1fr); }
  .editor { margin-left: 0; width: 100%; }
  .editor input { flex: 1; }
  .tags .due { margin-left: 0; width: 100%; }
}
`;
