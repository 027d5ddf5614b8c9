// The page's behaviour: choose a document, choose an action, run it, look at the result.
import { bar, element, failed, milliseconds, show, size, working } from './view.js';
import { refresh } from './strip.js';

const $ = (id) => document.getElementById(id);
const state = { documents: [], actions: [], selected: null, open: null, turn: 0, busy: false, woken: [] };

async function ask(path, init) {
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new Error('The workbench does not answer. Is it still running in its terminal?');
  }
  const body = response.status === 204 ? null : await response.text();
  if (!response.ok) {
    let message = body;
    try { message = JSON.parse(body).error; } catch { /* a plain sentence */ }
    throw new Error(message || `The workbench answered ${response.status}.`);
  }
  return body === null ? null : JSON.parse(body);
}

function complain(error) {
  $('banner').textContent = error.message;
  $('banner').hidden = false;
}

// Documents

async function loadDocuments() {
  state.documents = await ask('/api/documents');
  const uploads = state.documents.filter((doc) => doc.origin === 'UPLOAD').reverse();
  const samples = state.documents.filter((doc) => doc.origin === 'SAMPLE');
  const focused = document.activeElement?.dataset?.document;
  $('documents').replaceChildren(...group('Yours', uploads), ...group('Samples', samples));
  if (focused) $('documents').querySelector(`[data-document="${focused}"]`)?.focus();
}

function group(heading, documents) {
  if (documents.length === 0) return [];
  return [element('h3', {}, heading), element('ul', {}, ...documents.map(documentRow))];
}

function documentRow(doc) {
  return element('li', { class: 'doc' },
    element('button', {
      class: 'row', type: 'button', 'data-document': doc.id,
      'aria-current': state.selected?.id === doc.id ? 'true' : null,
      onclick: () => select(doc),
    },
    element('span', { class: 'badge' }, doc.short),
    element('span', { class: 'grow' },
      element('span', { class: 'name-line', title: doc.name }, doc.name),
      element('span', { class: 'small' }, size(doc.size)))),
    doc.origin === 'UPLOAD'
      ? element('button', { class: 'remove', type: 'button', 'aria-label': `Remove ${doc.name}`, onclick: () => remove(doc) }, '\u00d7')
      : null);
}

async function select(doc) {
  state.selected = doc;
  for (const row of $('documents').querySelectorAll('.row')) {
    if (row.dataset.document === doc.id) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
  try {
    state.actions = await ask(`/api/actions?document=${encodeURIComponent(doc.id)}`);
    if (!state.actions.some((action) => action.id === state.open)) state.open = null;
    listActions();
    if (!state.busy) await preview(doc);
  } catch (error) {
    complain(error);
  }
}

async function preview(doc) {
  $('result-title').textContent = 'Document';
  say('');
  await stage(doc, []);
}

async function stage(doc, buttons) {
  let shown;
  try {
    shown = await show(doc);
  } catch (error) {
    shown = [element('div', { class: 'hero' }, element('p', {}, error.message))];
  }
  $('stage').replaceChildren(bar(doc, buttons), ...shown);
}

async function upload(files) {
  for (const file of files) {
    try {
      if (file.size > 20 * 1024 * 1024) throw new Error(`${file.name} is larger than 20 MB.`);
      say(`Taking in ${file.name}\u2026`);
      const doc = await ask(`/api/documents?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file });
      $('banner').hidden = true;
      await loadDocuments();
      await select(doc);
    } catch (error) {
      say('');
      complain(error);
    }
  }
}

async function remove(doc) {
  try {
    await ask(`/api/documents?id=${encodeURIComponent(doc.id)}`, { method: 'DELETE' });
    await loadDocuments();
    $('file').focus();
  } catch (error) {
    complain(error);
  }
}

// Actions

function listActions() {
  const words = $('search').value.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = state.actions.filter((action) => {
    const text = `${action.label} ${action.group} ${action.short} ${action.library} ${action.id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
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
  return element('li', {},
    element('button', {
      class: 'row', type: 'button', 'data-action': action.id, 'aria-expanded': String(open),
      onclick: () => { state.open = open ? null : action.id; listActions(); },
    },
    element('span', { class: 'grow' },
      element('span', { class: 'name-line', title: action.label }, action.label),
      element('span', { class: 'small' }, action.library)),
    element('span', { class: 'badge', title: action.to }, action.short)),
    open ? optionForm(action) : null);
}

function optionForm(action) {
  return element('form', {
    class: 'options', 'aria-label': `Options of ${action.label}`,
    onsubmit: (event) => { event.preventDefault(); run(action, new FormData(event.target)); },
  },
  ...action.options.map((option) => {
    const id = `option-${action.id}-${option.name}`;
    return element('div', { class: 'field' }, element('label', { for: id }, option.label), field(option, id));
  }),
  element('div', { class: 'run-line' },
    element('span', { class: 'small' }, state.selected ? `plugin ${action.plugin}` : `Takes ${action.takes}. Choose a document first.`),
    element('button', { class: 'button primary', type: 'submit', disabled: !state.selected }, 'Run')));
}

function field(option, id) {
  const common = { id, name: option.name };
  switch (option.type) {
    case 'FLAG':
      return element('input', { ...common, type: 'checkbox', checked: ['true', 'yes', 'on', '1'].includes(option.default) });
    case 'NUMBER':
      return element('input', { ...common, type: 'number', min: option.words[0], max: option.words[1], value: option.default });
    case 'CHOICE':
      return element('select', common, ...option.words.map((word) =>
        element('option', { value: word, selected: word === option.default }, word)));
    case 'DOCUMENT':
      return furtherDocument(option, common);
    default:
      return element('input', { ...common, type: 'text', value: option.default, autocomplete: 'off' });
  }
}

/** A further document: most actions need one, so the first that fits is proposed. */
function furtherDocument(option, common) {
  const fitting = state.documents.filter((doc) => fits(option.words, doc.mediaType));
  const proposed = fitting.find((doc) => doc.id !== state.selected?.id);
  return element('select', common, element('option', { value: '' }, 'none'),
    ...fitting.map((doc) => element('option', { value: doc.id, selected: doc === proposed }, doc.name)));
}

const fits = (types, type) => types.length === 0 || types.some((pattern) => pattern === type
  || (pattern.endsWith('/*') && (type.startsWith(pattern.slice(0, -1)) || pattern === '*/*')));

// Running

function say(text) {
  $('status').textContent = text;
}

async function run(action, form) {
  const doc = state.selected;
  const values = new URLSearchParams();
  for (const option of action.options) {
    values.set(option.name, option.type === 'FLAG' ? String(form.has(option.name)) : form.get(option.name) ?? '');
  }
  const turn = ++state.turn;
  state.busy = true;
  state.woken = [];
  $('banner').hidden = true;
  $('result-title').textContent = 'Result';
  say(`${action.label} runs on ${doc.name}.`);
  $('stage').replaceChildren(working(action.label));
  if (window.matchMedia('(max-width: 1020px)').matches) $('result-title').scrollIntoView({ block: 'start' });
  let outcome;
  try {
    outcome = await ask(
      `/api/run?document=${encodeURIComponent(doc.id)}&action=${encodeURIComponent(action.id)}`,
      { method: 'POST', body: values });
  } catch (error) {
    outcome = { state: 'failed', action: action.label, message: error.message, causes: [], plugin: action.plugin };
  }
  if (turn !== state.turn) return; // a later run has the stage
  state.busy = false;
  if (outcome.state === 'failed') {
    say(`${action.label} failed.`);
    $('stage').replaceChildren(failed(outcome, () => run(action, form)));
  } else {
    say(summary(outcome));
    await stage(outcome.result, [
      element('button', { class: 'button', type: 'button', onclick: () => keep(outcome.result) }, 'Use as document')]);
  }
  refresh();
}

function summary(outcome) {
  const woke = outcome.activated.length;
  return `${outcome.action} took ${milliseconds(outcome.runMs)}`
    + (woke > 0 ? `, after ${woke === 1 ? 'one plugin was' : `${woke} plugins were`} activated in ${milliseconds(outcome.activationMs)}.`
      : '; its plugin was active already.')
    + (outcome.library ? ` By ${outcome.library}.` : '');
}

async function keep(result) {
  try {
    const doc = await ask(`/api/documents?from=${encodeURIComponent(result.id)}`, { method: 'POST' });
    await loadDocuments();
    await select(doc);
    $('documents').querySelector(`[data-document="${doc.id}"]`)?.focus();
  } catch (error) {
    complain(error);
  }
}

// Events

let pending = null;

function listen() {
  const events = new EventSource('/api/events');
  events.addEventListener('hello', () => { $('banner').hidden = true; refresh(); });
  events.addEventListener('plugin', (event) => {
    const change = JSON.parse(event.data);
    const waking = $('waking');
    if (waking && change.state === 'ACTIVE') {
      state.woken.push(change.name);
      waking.textContent = `Awake: ${state.woken.join(', ')}`;
    }
    pending ??= setTimeout(() => { pending = null; refresh(); }, 60); // many changes, one look
  });
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CONNECTING) {
      complain(new Error('The workbench does not answer. Start it again in its terminal.'));
    }
  });
}

function dropping() {
  const drop = $('drop');
  let depth = 0;
  window.addEventListener('dragenter', (event) => { event.preventDefault(); depth++; drop.classList.add('over'); });
  window.addEventListener('dragleave', () => { if (--depth <= 0) drop.classList.remove('over'); });
  window.addEventListener('dragover', (event) => event.preventDefault());
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    drop.classList.remove('over');
    upload(event.dataTransfer.files);
  });
}

$('file').addEventListener('change', (event) => { upload([...event.target.files]); event.target.value = ''; });
$('search').addEventListener('input', listActions);
dropping();
listen();
loadDocuments().catch(complain);
ask('/api/actions').then((actions) => {
  if (state.selected) return;
  state.actions = actions;
  listActions();
}).catch(complain);
