/** The frame of every page: paper, ink and type; light and dark. */
export const PAGE_CSS = `
:root {
  color-scheme: light dark;
  --paper: #faf8f3; --sheet: #ffffff; --ink: #1c1a17; --quiet: #5f5a52; --rule: #ddd6c8;
  --accent: #8f1d1d; --on-accent: #ffffff; --link: #1a4f8b; --good: #1f5c38; --warn: #7d4400;
  --good-wash: #e8f3ea; --warn-wash: #fbf0dc; --accent-wash: #f9e9e6;
  --serif: Charter, "Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", Georgia, "DejaVu Serif Condensed", "Noto Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161513; --sheet: #1f1e1b; --ink: #ece8e0; --quiet: #aea79b; --rule: #3b3833;
    --accent: #ff9d8f; --on-accent: #2a0d0a; --link: #92c0f4; --good: #93d3a8; --warn: #f2bb72;
    --good-wash: #1b2a20; --warn-wash: #2f2516; --accent-wash: #331d1a;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 400 1rem/1.5 var(--sans); overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, ol, figure, blockquote { margin: 0; padding: 0; }
ul, ol { list-style: none; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
img { max-width: 100%; }
code { font: 0.875em var(--mono); color: var(--quiet); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; top: 0; padding: 0.6rem 1rem; background: var(--sheet); z-index: 1; }
.skip:focus { left: 0; }
.quiet { color: var(--quiet); }

.masthead, main, .notice, .connection { max-width: 76rem; margin-inline: auto; padding-inline: clamp(1rem, 3vw, 2rem); }
.masthead {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 2rem;
  padding-block: 1.25rem 0.75rem; position: relative;
}
.masthead::after {
  content: ""; position: absolute; inset: auto clamp(1rem, 3vw, 2rem) 0;
  border-bottom: 3px double var(--ink);
}
.nameplate { font: 700 clamp(1.5rem, 4vw, 2rem)/1.1 var(--serif); letter-spacing: -0.015em; }
.nameplate a { color: inherit; text-decoration: none; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
nav a { color: var(--quiet); text-decoration: none; padding-block: 0.25rem; border-bottom: 2px solid transparent; }
nav a:hover { color: var(--ink); }
nav a[aria-current] { color: var(--ink); border-color: var(--accent); font-weight: 600; }
.editor { display: flex; align-items: center; gap: 0.5rem; margin-left: auto; font-size: 0.875rem; color: var(--quiet); }
.editor input {
  width: 10rem; min-width: 0; padding: 0.35rem 0.6rem; font: inherit; color: var(--ink);
  background: var(--sheet); border: 1px solid var(--quiet); border-radius: 6px;
}

button {
  font: 600 0.9375rem/1.2 var(--sans); padding: 0.55rem 1.1rem; border-radius: 6px; cursor: pointer;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent);
}
button:hover { filter: brightness(1.12); }
button.second, .editor button { background: transparent; color: var(--ink); border-color: var(--quiet); font-weight: 500; }
button.second:hover, .editor button:hover { background: var(--sheet); filter: none; }
.editor button { padding: 0.35rem 0.75rem; font-size: inherit; }

.notice { margin-top: 1rem; font-weight: 600; }
.notice::before { content: ""; display: inline-block; width: 0.6em; height: 0.6em; border-radius: 50%; margin-right: 0.6em; background: currentColor; }
.notice.done { color: var(--good); }
.notice.refused { color: var(--accent); }
.connection { color: var(--warn); font-weight: 600; }
.connection:not(:empty) { margin-top: 1rem; }

main { padding-block: 1.5rem 4rem; }
main > h1 { font: 700 clamp(1.75rem, 5vw, 2.25rem)/1.15 var(--serif); letter-spacing: -0.02em; margin-bottom: 0.35rem; }
.lead { color: var(--quiet); margin-bottom: 1.5rem; }
h2 { font: 700 1.25rem/1.25 var(--serif); padding-bottom: 0.4rem; margin-bottom: 1rem; border-bottom: 1px solid var(--rule); }
.count { font: 500 0.875rem/1 var(--sans); color: var(--quiet); margin-left: 0.35em; }
.empty { color: var(--quiet); }
.kicker { font-size: 0.8125rem; font-weight: 600; letter-spacing: 0.06em; text-transform: uppercase; color: var(--accent); }
.breaking { color: var(--on-accent); background: var(--accent); padding: 0.05em 0.5em; border-radius: 3px; font-size: 0.8125rem; letter-spacing: 0.02em; text-transform: none; }
.fault { max-width: 40rem; padding-top: 12vh; }
.fault h1 { margin-block: 0.25rem 1rem; }
.fault p { margin-bottom: 0.75rem; }
.feeds { margin-bottom: 2rem; }
.feeds ul { margin-top: 0.75rem; display: grid; gap: 0.4rem; }
`;
