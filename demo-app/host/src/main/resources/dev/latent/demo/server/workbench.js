// The page's behaviour: choose a document, choose an action, run it, look at the result.
import { listActions, onRun } from './actions.js';
import { dropping, loadDocuments, mark, onChoose } from './documents.js';
import { arrows, shortcuts } from './keys.js';
import { $, ask, calm, complain, say, state } from './page.js';
import { refresh } from './strip.js';
import { bar, element, failed, milliseconds, show, working } from './view.js';

const STARTS = [
  ['sample.md', 'a page of Markdown'], ['ferries.csv', 'a table'], ['harbour.jpg', 'a photo'], ['walk.pdf', 'a PDF']];

async function select(doc) {
  state.selected = doc;
  mark(doc);
  try {
    state.actions = await ask(doc ? `/api/actions?document=${encodeURIComponent(doc.id)}` : '/api/actions');
    if (!state.actions.some((action) => action.id === state.open)) state.open = null;
    listActions();
    $('action-list').scrollTop = 0;
    if (doc && !state.busy) await preview(doc);
  } catch (error) {
    complain(error);
  }
}

async function preview(doc) {
  $('result-title').textContent = doc.origin === 'RESULT' ? 'Result' : 'Document';
  say(doc.note);
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
  $('larger').hidden = false;
}

function large(on) {
  $('bench').classList.toggle('wide', on);
  $('larger').setAttribute('aria-pressed', String(on));
  $('larger').textContent = on ? 'Smaller' : 'Larger';
}

// Running

async function run(action, form) {
  const doc = state.selected;
  if (!doc) return;
  const data = new FormData(form);
  const values = new URLSearchParams();
  for (const option of action.options) {
    values.set(option.name, option.type === 'FLAG' ? String(data.has(option.name)) : data.get(option.name) ?? '');
  }
  await runWith(doc, action, values);
}

async function runWith(doc, action, values) {
  const turn = ++state.turn;
  const key = `${Date.now()}-${turn}`;
  state.busy = turn;
  state.woken = [];
  calm();
  $('result-title').textContent = 'Result';
  say(`${action.label} runs on ${doc.name}.`);
  $('stage').replaceChildren(working(action.label, () => stop(key)));
  $('larger').hidden = true;
  if (window.matchMedia('(max-width: 1020px)').matches) $('result-title').scrollIntoView({ block: 'start' });
  const clock = count(Date.now());
  let outcome;
  try {
    outcome = await ask(
      `/api/run?document=${encodeURIComponent(doc.id)}&action=${encodeURIComponent(action.id)}&run=${key}`,
      { method: 'POST', body: values });
  } catch (error) {
    outcome = { state: 'failed', action: action.label, message: error.message, causes: [], plugin: action.plugin };
  }
  clearInterval(clock);
  loadDocuments().catch(complain);
  refresh();
  if (turn !== state.turn) return; // a later run has the stage
  state.busy = null;
  if (outcome.state === 'failed') {
    say(`${action.label} failed.`);
    $('stage').replaceChildren(failed(outcome, () => runWith(doc, action, values)));
  } else {
    say(summary(outcome));
    await stage(outcome.result, [
      element('button', { class: 'button', type: 'button', onclick: () => goOn(outcome.result) }, 'Go on with it')]);
  }
}

function count(since) {
  return setInterval(() => {
    const shown = $('elapsed');
    const seconds = Math.floor((Date.now() - since) / 1000);
    if (shown && seconds > 0) shown.textContent = ` for ${seconds} s`;
  }, 250);
}

async function stop(key) {
  try {
    await ask(`/api/stop?run=${key}`, { method: 'POST' });
  } catch (error) {
    complain(error);
  }
}

function summary(outcome) {
  const woke = outcome.activated.length;
  return `${outcome.action} took ${milliseconds(outcome.runMs)}`
    + (woke > 0 ? `, after ${woke === 1 ? 'one plugin was' : `${woke} plugins were`} activated in ${milliseconds(outcome.activationMs)}.`
      : '; its plugin was active already.')
    + (outcome.library ? ` By ${outcome.library}.` : '');
}

async function goOn(result) {
  await loadDocuments();
  const doc = state.documents.find((one) => one.id === result.id);
  if (!doc) {
    complain(new Error('This result is no longer here; later ones took its place.'));
    return;
  }
  await select(doc);
  $('search').focus();
}

// Events

let pending = null;

function listen() {
  const events = new EventSource('/api/events');
  events.addEventListener('hello', () => { calm('connection'); refresh(); });
  events.addEventListener('plugin', (event) => {
    const change = JSON.parse(event.data);
    const waking = $('waking');
    if (waking && change.state === 'ACTIVE') {
      state.woken.push(change.title);
      waking.textContent = `Awake: ${state.woken.join(', ')}`;
    }
    pending ??= setTimeout(() => { pending = null; refresh(); }, 60); // many changes, one look
  });
  events.addEventListener('error', () => {
    complain(new Error('The workbench does not answer. Start it again in its terminal.'), 'connection');
  });
}

function back(event) {
  if (event.target === $('search') && $('search').value !== '') {
    $('search').value = '';
    listActions();
  } else if ($('bench').classList.contains('wide')) {
    large(false);
    $('larger').focus();
  } else if (event.target.closest?.('form.options')) {
    const id = state.open;
    state.open = null;
    listActions();
    $('action-list').querySelector(`[data-action="${id}"]`)?.focus();
  }
}

function starts() {
  const found = STARTS.flatMap(([name, words]) => {
    const doc = state.documents.find((one) => one.name === name && one.origin === 'SAMPLE');
    return doc ? [element('button', { class: 'button', type: 'button', onclick: () => select(doc) }, `Try ${words}`)] : [];
  });
  $('starts')?.replaceChildren(...found);
}

onChoose(select);
onRun(run);
$('search').addEventListener('input', listActions);
$('larger').addEventListener('click', () => large(!$('bench').classList.contains('wide')));
$('banner-close').addEventListener('click', () => calm());
arrows($('documents'), '.row');
arrows($('action-list'), '.row');
shortcuts(back);
dropping();
listen();
loadDocuments().then(starts).catch(complain);
ask('/api/actions').then((actions) => {
  if (state.selected) return;
  state.actions = actions;
  listActions();
}).catch(complain);
