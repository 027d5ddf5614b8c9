// The strip of plugins: frames for those that woke, with why and how long it took; a grey list of
// the rest with what would wake them. Any of them can be opened to read all that is known of it.
import { arrows, stop } from './keys.js';
import { $ } from './page.js';
import { element, milliseconds } from './view.js';

const known = new Set();
let data = null;
let first = true;
let opened = null;

const isAwake = (plugin) => !['REGISTERED', 'DISABLED', 'UNREGISTERED'].includes(plugin.state);
const key = (plugin) => `${plugin.name} ${plugin.version}`;

export async function refresh() {
  try {
    const response = await fetch('/api/plugins');
    if (!response.ok) return;
    data = await response.json();
  } catch {
    return; // whoever listens for events says that nobody answers
  }
  render();
}

function render() {
  const words = $('find').value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = data.plugins.filter((plugin) => {
    const text = `${plugin.title} ${plugin.name} ${plugin.words} ${plugin.state} ${plugin.actions.join(' ')}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const awake = found.filter(isAwake).sort((a, b) => rank(a) - rank(b) || b.since - a.since);
  const asleep = found.filter((plugin) => !isAwake(plugin));
  const focused = document.activeElement?.dataset?.plugin;
  figures();
  $('frames').replaceChildren(...(awake.length > 0 ? awake.map(card) : [element('li', { class: 'blank' }, words.length > 0
    ? 'No active plugin has these words.' : 'No plugin is active. Each one appears here when something wakes it.')]));
  $('asleep').replaceChildren(
    ...list('asleep-actions', 'actions asleep; each wakes when you run it', asleep.filter((plugin) => plugin.actions.length > 0)),
    ...list('asleep-libraries', 'libraries asleep; each comes in with what needs it', asleep.filter((plugin) => plugin.actions.length === 0)));
  stop($('frames'), '[data-plugin]', $('frames').querySelector('[aria-expanded=true]'));
  if (focused) document.querySelector(`.strip [data-plugin="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  detail();
  first = false;
}

/** What failed stays in front, whatever wakes after it. */
const rank = (plugin) => (['FAILED', 'QUARANTINED'].includes(plugin.state) ? 0 : 1);

function figures() {
  const active = data.plugins.filter((plugin) => plugin.state === 'ACTIVE').length;
  const bold = (number) => element('b', {}, number.toLocaleString('en'));
  $('figure-ready').textContent = data.readyMs === null ? '\u2013' : milliseconds(data.readyMs);
  $('figure-plugins').textContent = data.plugins.length;
  $('figure-classes').textContent = data.classesAtReady === null || data.classesAtReady < 0
    ? '\u2013' : data.classesAtReady.toLocaleString('en');
  $('strip-count').replaceChildren(
    bold(active), ` of ${data.plugins.length} active`,
    ...(data.classesNow === null ? [] : [', ', bold(data.classesNow), ' plugin classes loaded']),
    ...(data.classesAtReady === null || data.classesAtReady < 0 ? []
      : [', ', bold(data.classesAtReady), ' before first use']));
}

function card(plugin) {
  const fresh = !known.has(key(plugin)) && !first;
  known.add(key(plugin));
  const time = plugin.state === 'ACTIVE' ? milliseconds(plugin.ms) : plugin.state.toLowerCase();
  return element('li', {},
    element('button', { ...toOpen(plugin), class: `frame-card ${plugin.state}${fresh ? ' fresh' : ''}` },
      element('span', { class: 'label' },
        element('span', { class: 'title' }, breakable(plugin)),
        element('span', { class: 'ms' }, time)),
      element('span', { class: 'why' }, plugin.words)));
}

/** Long names of libraries may be broken behind their dots. */
const breakable = (plugin) => (plugin.actions.length > 0 ? plugin.title : plugin.title.replace(/([.-])/g, '$1\u200b'));

function list(id, heading, plugins) {
  if (plugins.length === 0) return [];
  const items = element('ul', { class: 'asleep' }, ...plugins.map((plugin) => element('li', {},
    element('button', { ...toOpen(plugin), class: plugin.words.startsWith('in use') ? 'sleeper used' : 'sleeper' },
      element('span', { class: 'title' }, plugin.title),
      element('span', { class: 'wakes' }, plugin.words)))));
  arrows(items, '[data-plugin]', { onlyOneTabStop: true });
  stop(items, '[data-plugin]', items.querySelector('[aria-expanded=true]'));
  return [
    element('details', { class: 'asleep-group', id, open: $(id)?.open ?? !window.matchMedia('(max-width: 680px)').matches },
      element('summary', {}, element('h3', { class: 'asleep-head' }, `${plugins.length} ${heading}`)), items),
  ];
}

function toOpen(plugin) {
  return {
    type: 'button', 'data-plugin': key(plugin), 'aria-controls': 'detail',
    'aria-expanded': String(opened === key(plugin)),
    title: plugin.why.length > 0 ? plugin.why.join('\n') : key(plugin),
    onclick: () => {
      opened = opened === key(plugin) ? null : key(plugin);
      render();
      if (opened) $('detail').scrollIntoView({ block: 'nearest' });
    },
  };
}

function detail() {
  const plugin = data.plugins.find((one) => key(one) === opened);
  $('detail').hidden = !plugin;
  if (!plugin) return;
  const line = (term, ...what) => [element('dt', {}, term), element('dd', {}, ...what)];
  $('detail').replaceChildren(
    element('div', { class: 'detail-head' },
      element('h3', {}, plugin.title),
      element('button', { class: 'button quiet', type: 'button', onclick: close }, 'Close')),
    element('dl', {},
      ...line('Plugin', `${plugin.name} ${plugin.version}, ${plugin.kind === 'BUNDLE' ? 'a bundle' : 'a module layer'} in ${plugin.jar}`),
      ...line('State', plugin.state.toLowerCase(), plugin.ms === null ? '' : `, activated in ${milliseconds(plugin.ms)}`),
      ...line(isAwake(plugin) ? 'Why' : 'Wakes', element('ol', {}, ...(plugin.why.length > 0 ? plugin.why : [plugin.words])
        .map((why) => element('li', {}, why)))),
      ...line('Policy', plugin.policy)));
}

function close() {
  const from = opened;
  opened = null;
  render();
  if (from) document.querySelector(`.strip [data-plugin="${CSS.escape(from)}"]`)?.focus();
}

$('find').addEventListener('input', () => data && render());
$('detail').addEventListener('keydown', (event) => { if (event.key === 'Escape') { event.stopPropagation(); close(); } });
arrows($('frames'), '[data-plugin]', { onlyOneTabStop: true });
