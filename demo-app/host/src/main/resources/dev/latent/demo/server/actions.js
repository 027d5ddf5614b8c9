// The actions in the middle: a list to search, and the options of the one that is open.
import { $, state } from './page.js';
import { element } from './view.js';

let run = () => {};

export function onRun(listener) { run = listener; }

export function listActions() {
  const words = $('search').value.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = state.actions.filter((action) => {
    const text = `${action.label} ${action.group} ${action.short} ${action.library} ${action.id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  // What people type is mostly what comes out: "markdown html" is no wish for a PDF by a library with html in its name.
  const told = (action) => words.filter((word) => `${action.label} ${action.short}`.toLowerCase().includes(word)).length;
  hits.sort((one, other) => told(other) - told(one));
  $('actions-count').textContent = state.selected ? `for ${state.selected.name}` : String(state.actions.length || '');
  const groups = new Map();
  for (const action of hits) {
    if (!groups.has(action.group)) groups.set(action.group, []);
    groups.get(action.group).push(action);
  }
  const focused = document.activeElement?.dataset?.action;
  $('action-list').replaceChildren(...(hits.length === 0 ? [nothing()]
    : [...groups].flatMap(([name, actions]) => [
      element('h3', {}, name), element('ul', {}, ...actions.map(actionRow))])));
  if (focused) $('action-list').querySelector(`[data-action="${focused}"]`)?.focus();
}

function nothing() {
  const sentence = state.actions.length === 0 && !state.selected ? 'No plugin offers an action.'
    : state.actions.length === 0 ? `No plugin offers anything for ${state.selected.name}.`
      : 'No action has these words.';
  return element('p', { class: 'empty' }, sentence);
}

function actionRow(action) {
  const open = state.open === action.id;
  return element('li', { 'data-of': action.id },
    element('button', {
      class: 'row', type: 'button', 'data-action': action.id, 'aria-expanded': String(open),
      onclick: () => toggle(action.id),
    },
    element('span', { class: 'grow' },
      element('span', { class: 'name-line', title: action.label }, action.label),
      element('span', { class: 'small' }, action.library)),
    element('span', { class: 'badge', title: `gives ${action.to}` }, action.short)),
    open ? optionForm(action) : null);
}

export function toggle(id) {
  state.open = state.open === id ? null : id;
  listActions();
  $('action-list').querySelector(`[data-of="${id}"]`)?.scrollIntoView({ block: 'nearest' });
}

function optionForm(action) {
  const form = element('form', {
    class: 'options', 'aria-label': `Options of ${action.label}`,
    onsubmit: (event) => { event.preventDefault(); run(action, form); },
    oninput: () => remember(action, form),
  },
  ...action.options.map((option) => {
    const id = `option-${action.id}-${option.name}`;
    return element('div', { class: 'field' },
      element('label', { for: id }, option.label, hint(option)), field(action, option, id));
  }),
  element('div', { class: 'run-line' },
    element('span', { class: 'small' }, state.selected ? `gives ${action.short}` : `Takes ${action.takes}. Choose a document first.`),
    element('button', { class: 'button primary', type: 'submit', disabled: !state.selected }, 'Run')));
  return form;
}

function hint(option) {
  return option.type === 'NUMBER'
    ? element('span', { class: 'hint' }, ` ${option.words[0]} to ${option.words[1]}`) : null;
}

/** What was set stays set when the form is closed or another document is chosen. */
function remember(action, form) {
  const data = new FormData(form);
  state.values.set(action.id, Object.fromEntries(action.options
    .filter((option) => option.type !== 'DOCUMENT')
    .map((option) => [option.name, option.type === 'FLAG' ? String(data.has(option.name)) : data.get(option.name)])));
}

function field(action, option, id) {
  const common = { id, name: option.name };
  const value = state.values.get(action.id)?.[option.name] ?? option.default;
  switch (option.type) {
    case 'FLAG':
      return element('input', { ...common, type: 'checkbox', checked: ['true', 'yes', 'on', '1'].includes(value) });
    case 'NUMBER':
      return element('input', { ...common, type: 'number', min: option.words[0], max: option.words[1], value, required: true });
    case 'CHOICE':
      return element('select', common, ...option.words.map((word) =>
        element('option', { value: word, selected: word === value }, word)));
    case 'DOCUMENT':
      return furtherDocument(option, common);
    default:
      return element('input', {
        ...common, type: /password/i.test(option.label) ? 'password' : 'text', value,
        autocomplete: /password/i.test(option.label) ? 'new-password' : 'off',
      });
  }
}

/** A further document: most actions need one, so the one that is most alike is proposed. */
function furtherDocument(option, common) {
  const fitting = state.documents.filter((doc) => fits(option.words, doc.mediaType) && doc.id !== state.selected?.id);
  const proposed = [...fitting].sort((a, b) => likeness(b) - likeness(a))[0];
  return element('select', common,
    element('option', { value: '' }, fitting.length === 0 ? 'no document fits' : 'none'),
    ...fitting.map((doc) => element('option', { value: doc.id, selected: doc === proposed }, doc.name)));
}

function likeness(doc) {
  const [a, b] = [doc.name, state.selected?.name ?? ''];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return same + (doc.mediaType === state.selected?.mediaType ? 100 : 0);
}

const fits = (types, type) => types.length === 0 || types.some((pattern) => pattern === type
  || (pattern.endsWith('/*') && (type.startsWith(pattern.slice(0, -1)) || pattern === '*/*')));
