// Keys beyond Tab and Enter. All shortcuts have a modifier or work in the list that has the focus.
import { $ } from './page.js';

const apple = /Mac|iP(hone|ad)/.test(navigator.platform ?? '');

/** Lets the arrow keys, Home and End move among the buttons of a list. */
export function arrows(container, selector, { onlyOneTabStop = false } = {}) {
  container.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    const from = event.target.closest(selector);
    if (step === undefined || !from || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...container.querySelectorAll(selector)];
    const to = all[Math.max(0, Math.min(all.length - 1, all.indexOf(from) + step))];
    event.preventDefault();
    if (onlyOneTabStop) stop(container, selector, to);
    to.focus();
  });
}

/** Of a long list only one entry is reached with Tab. */
export function stop(container, selector, which) {
  const all = [...container.querySelectorAll(selector)];
  const at = all.includes(which) ? which : all[0];
  for (const one of all) one.tabIndex = one === at ? 0 : -1;
}

export function shortcuts(back) {
  const name = apple ? '\u2318' : 'Ctrl';
  for (const id of ['search-key', 'key-search']) $(id).textContent = `${name} K`;
  $('key-run').textContent = `${name} Enter`;
  if (apple) $('search').setAttribute('aria-keyshortcuts', 'Meta+K');
  document.addEventListener('keydown', (event) => {
    const modified = apple ? event.metaKey : event.ctrlKey;
    if (modified && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      $('search').focus();
      $('search').select();
    } else if (modified && event.key === 'Enter') {
      const form = document.querySelector('form.options');
      if (form) { event.preventDefault(); form.requestSubmit(); }
    } else if (event.key === 'Escape') {
      back(event);
    }
  });
  $('search').addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      $('action-list').querySelector('.row')?.focus();
    }
  });
}
