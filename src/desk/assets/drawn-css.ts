/** Posts as X, Facebook and Google News show them, each in its own colours. */
export const DRAWN_CSS = `
.drawn { background: var(--ground); color: var(--text); border: 1px solid var(--edge); border-radius: 14px; font-size: 0.9375rem; line-height: 1.4; }
.drawn .quiet { color: var(--faint); }
.drawn .text { white-space: pre-wrap; }
.drawn .text a { color: var(--address); text-decoration: none; }
.drawn .text a:hover { text-decoration: underline; }
.drawn img { display: block; width: 100%; aspect-ratio: 1.91; object-fit: cover; background: var(--edge); }
.drawn b { font-weight: 700; }
.avatar {
  flex: none; display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 50%;
  background: #8f1d1d; color: #ffffff; font: 700 0.9375rem/1 var(--serif); letter-spacing: 0.02em;
}

.x-post { --ground: #ffffff; --text: #0f1419; --faint: #536471; --edge: #cfd9de; --address: #0a66c2; padding: 0.85rem 1rem 0.6rem; display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.7rem; }
.x-post .link-card { margin-top: 0.7rem; border: 1px solid var(--edge); border-radius: 14px; overflow: hidden; }
.x-post .photo { margin-top: 0.7rem; border: 1px solid var(--edge); border-radius: 14px; overflow: hidden; }
.x-post .link-card .site { padding: 0.55rem 0.8rem 0; font-size: 0.8125rem; color: var(--faint); }
.x-post .link-card .headline { padding: 0 0.8rem 0.65rem; }
.x-post .reactions { display: flex; justify-content: space-between; max-width: 20rem; margin-top: 0.6rem; }
.x-post svg { width: 1.15rem; height: 1.15rem; fill: none; stroke: var(--faint); stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }

.facebook-post { --ground: #ffffff; --text: #080809; --faint: #65686c; --edge: #dfe1e6; --address: #0064d1; --card: #f0f2f5; border-radius: 10px; overflow: hidden; }
.facebook-post .by { display: flex; align-items: center; gap: 0.6rem; padding: 0.8rem 1rem 0.6rem; line-height: 1.25; }
.facebook-post .quiet { font-size: 0.8125rem; }
.facebook-post .text { padding: 0 1rem 0.75rem; }
.facebook-post .link-card { background: var(--card); padding-bottom: 0.7rem; border-top: 1px solid var(--edge); }
.facebook-post .link-card .site { padding: 0.65rem 1rem 0; font-size: 0.75rem; text-transform: uppercase; color: var(--faint); }
.facebook-post .link-card .headline { padding: 0.1rem 1rem 0; font-weight: 600; font-size: 1rem; line-height: 1.3; }
.facebook-post .reactions { display: flex; justify-content: space-around; padding: 0.55rem 1rem; font-weight: 600; font-size: 0.875rem; color: var(--faint); }

.news-result { --ground: #ffffff; --text: #1f1f1f; --faint: #5f6368; --edge: #dadce0; padding: 1rem; display: flex; gap: 1rem; align-items: flex-start; justify-content: space-between; }
.news-result > div { min-width: 0; }
.news-result .by { display: flex; align-items: center; gap: 0.45rem; font-size: 0.8125rem; color: var(--text); }
.news-result .avatar { width: 1.25rem; height: 1.25rem; border-radius: 4px; font-size: 0.5625rem; }
.news-result .headline { font-size: 1.0625rem; line-height: 1.35; margin-block: 0.4rem; }
.news-result .quiet { font-size: 0.8125rem; }
.news-result img { flex: none; width: 6.25rem; height: 6.25rem; aspect-ratio: 1; border-radius: 10px; }

@media (prefers-color-scheme: dark) {
  .x-post { --ground: #000000; --text: #e7e9ea; --faint: #8b9198; --edge: #2f3336; --address: #4aa8f0; }
  .facebook-post { --ground: #252728; --text: #e2e5e9; --faint: #b0b3b8; --edge: #3b3d3f; --address: #5aa7ff; --card: #333537; }
  .news-result { --ground: #1f1f1f; --text: #e3e3e3; --faint: #a6abb1; --edge: #3c4043; }
}
`;
