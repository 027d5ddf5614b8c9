// The strip of plugins: frames for those that woke, with why and how long it took; a grey list of
// the rest with what would wake them.
import { element, milliseconds } from './view.js';

const $ = (id) => document.getElementById(id);
const known = new Set();
let first = true;

const isAwake = (plugin) => !['REGISTERED', 'DISABLED', 'UNREGISTERED'].includes(plugin.state);

export async function refresh() {
  const response = await fetch('/api/plugins');
  if (!response.ok) return;
  render(await response.json());
}

function render(data) {
  const awake = data.plugins.filter(isAwake).sort((a, b) => b.since - a.since);
  const asleep = data.plugins.filter((plugin) => !isAwake(plugin));
  const active = awake.filter((plugin) => plugin.state === 'ACTIVE').length;
  $('figure-ready').textContent = data.readyMs === null ? '\u2013' : milliseconds(data.readyMs);
  $('figure-plugins').textContent = data.plugins.length;
  $('figure-classes').textContent = data.classesAtReady === null || data.classesAtReady < 0
    ? '\u2013' : data.classesAtReady.toLocaleString('en');
  $('strip-count').replaceChildren(
    element('b', {}, String(active)), ` of ${data.plugins.length} active`,
    ...(data.classesNow === null ? [] : [', ', element('b', {}, data.classesNow.toLocaleString('en')), ' plugin classes loaded']),
    ...(data.classesAtReady === null || data.classesAtReady < 0 ? []
      : [', ', element('b', {}, String(data.classesAtReady)), ' before first use']));
  $('frames').replaceChildren(...(awake.length === 0
    ? [element('li', { class: 'blank' }, 'No plugin is active. Each one appears here when something wakes it.')]
    : awake.map(card)));
  $('asleep').replaceChildren(
    ...list('asleep-actions', 'asleep, until one of their actions runs', asleep.filter((plugin) => plugin.actions.length > 0)),
    ...list('asleep-libraries', 'asleep, until another plugin needs them', asleep.filter((plugin) => plugin.actions.length === 0)));
  first = false;
}

function card(plugin) {
  const fresh = !known.has(plugin.name) && !first;
  known.add(plugin.name);
  const done = plugin.state === 'ACTIVE';
  return element('li', { class: `frame-card ${plugin.state}${fresh ? ' fresh' : ''}` },
    element('div', { class: 'label' },
      element('span', { title: plugin.actions.join(', ') || plugin.name }, plugin.actions[0] ?? plugin.name),
      element('span', { class: 'ms' }, done ? milliseconds(plugin.ms) : plugin.state.toLowerCase())),
    element('div', { class: 'id', title: `${plugin.name} ${plugin.version}` },
      `${plugin.name} ${plugin.version}, ${plugin.kind === 'BUNDLE' ? 'bundle' : 'layer'}`),
    element('div', { class: 'why', title: plugin.why.join('\n') }, reason(plugin)));
}

/** The nearest link of the chain says most; the whole chain is in the title. */
function reason(plugin) {
  return plugin.state === 'ACTIVE' ? plugin.why.at(-1) ?? '' : plugin.why.join(' ');
}

function list(id, heading, plugins) {
  if (plugins.length === 0) return [];
  return [
    element('details', { class: 'asleep-group', id, open: $(id)?.open ?? !window.matchMedia('(max-width: 680px)').matches },
    element('summary', {}, element('h3', { class: 'asleep-head' }, `${plugins.length} ${heading}`)),
    element('ul', { class: 'asleep' }, ...plugins.map((plugin) => {
      const wakes = plugin.state === 'DISABLED' ? 'switched off'
        : plugin.actions.length > 0 ? `wakes on \u201c${plugin.actions.join('\u201d, \u201c')}\u201d`
          : plugin.why.join(' ') || 'wakes when a plugin that needs it does';
      return element('li', {},
        element('span', { class: 'id', title: `${plugin.name} ${plugin.version}` }, plugin.name),
        element('span', { class: 'wakes', title: wakes }, wakes));
    }))),
  ];
}
