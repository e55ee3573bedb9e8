/**
 * Keeps the main part of a page up to date: fetches the same page and changes what differs, so that what did not change
 * keeps its focus and its place. Without it every page works, only not by itself.
 */
export const REFRESH_JS = `'use strict';
const EVERY_MS = 1500;
const GIVES_UP_AFTER_MS = 10000;
const main = document.getElementById('main');
const connection = document.getElementById('connection');

async function refresh() {
  const answer = await fetch(location.pathname, { signal: AbortSignal.timeout(GIVES_UP_AFTER_MS) });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const token = document.getElementById('token');
  if (token) token.value = page.getElementById('token').value;
  if (isInUse()) return;
  const focused = document.activeElement;
  document.title = page.title;
  takeChildren(main, page.getElementById('main'));
  if (focused !== document.body && !focused.isConnected) main.focus({ preventScroll: true });
}

/** Whoever writes, reads with a selection, or is about to press a button, is not disturbed. */
function isInUse() {
  return (
    document.activeElement.matches('input, textarea, select') ||
    !getSelection().isCollapsed ||
    main.querySelector('button:hover, button:active') !== null
  );
}

/** Gives an element the children of its fresh copy; those of the same name and id stay, and only change. */
function takeChildren(old, fresh) {
  const ids = new Set([...fresh.children].map(({ id }) => id));
  let at = old.firstChild;
  const drop = () => {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  };
  for (const node of [...fresh.childNodes]) {
    while (at && at.id && !ids.has(at.id)) drop();
    if (at && at.nodeName === node.nodeName && at.id === node.id) {
      const kept = at;
      at = at.nextSibling;
      if (!kept.isEqualNode(node)) take(kept, node);
    } else {
      old.insertBefore(node, at);
    }
  }
  while (at) drop();
}

function take(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  // What the reader opened stays open, and what was closed, closed.
  for (const { name } of [...old.attributes]) if (name !== 'open' && !fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (name !== 'open') old.setAttribute(name, value);
  takeChildren(old, fresh);
}

async function keepUp() {
  try {
    if (document.visibilityState === 'visible') await refresh();
    connection.textContent = '';
  } catch {
    connection.textContent = 'The desk does not answer; what you see may be old. Trying again.';
  }
  setTimeout(keepUp, EVERY_MS);
}

setTimeout(keepUp, EVERY_MS);
`;
