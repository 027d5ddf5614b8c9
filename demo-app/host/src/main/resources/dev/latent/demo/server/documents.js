// The documents on the left: samples, what the user brought, and what actions made.
import { $, ask, calm, complain, say, state } from './page.js';
import { element, size } from './view.js';

const FEW_RESULTS = 4;
const MOST_BYTES = 20 * 1024 * 1024;
let choose = () => {};

export function onChoose(listener) { choose = listener; }

export async function loadDocuments() {
  state.documents = await ask('/api/documents');
  listDocuments();
}

function listDocuments() {
  const of = (origin) => state.documents.filter((doc) => doc.origin === origin);
  const results = of('RESULT').reverse();
  const shown = state.allResults ? results : results.slice(0, FEW_RESULTS);
  const focused = document.activeElement?.dataset?.document;
  $('documents').replaceChildren(
    ...group('Results', shown, results.length > shown.length ? moreResults(results.length) : null),
    ...group('Yours', of('UPLOAD').reverse()), ...group('Samples', of('SAMPLE')));
  if (focused) $('documents').querySelector(`[data-document="${focused}"]`)?.focus();
}

function moreResults(count) {
  return element('button', { class: 'more', type: 'button', onclick: () => { state.allResults = true; listDocuments(); } },
    `Show all ${count} results`);
}

function group(heading, documents, more) {
  if (documents.length === 0) return [];
  return [element('h3', {}, heading), element('ul', {}, ...documents.map(documentRow)), ...(more ? [more] : [])];
}

function documentRow(doc) {
  return element('li', { class: 'doc' },
    element('button', {
      class: 'row', type: 'button', 'data-document': doc.id,
      'aria-current': state.selected?.id === doc.id ? 'true' : null,
      onclick: () => choose(doc),
    },
    element('span', { class: 'badge' }, doc.short),
    element('span', { class: 'grow' },
      element('span', { class: 'name-line', title: doc.name }, doc.name),
      element('span', { class: 'small', title: doc.by || null }, doc.by ? `${size(doc.size)}, ${doc.by}` : size(doc.size)))),
    doc.origin === 'SAMPLE' ? null
      : element('button', { class: 'remove', type: 'button', 'aria-label': `Remove ${doc.name}`, onclick: () => remove(doc) }, '\u00d7'));
}

/** Shows which document is chosen, here and, where there is little room, instead of the list. */
export function mark(doc) {
  for (const row of $('documents').querySelectorAll('.row')) {
    if (row.dataset.document === doc?.id) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
  $('chosen').hidden = !doc;
  $('chosen-name').textContent = doc?.name ?? '';
  $('chosen-name').title = doc?.name ?? '';
  $('documents-pane').classList.toggle('has-chosen', Boolean(doc));
}

export async function upload(files) {
  for (const file of files) {
    try {
      if (file.size > MOST_BYTES) throw new Error(`${file.name} is larger than 20 MB.`);
      say(`Taking in ${file.name}\u2026`);
      const doc = await ask(`/api/documents?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file });
      calm();
      await loadDocuments();
      await choose(doc);
      $('documents').querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
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
    if (state.selected?.id === doc.id) choose(null);
    $('file').focus();
  } catch (error) {
    complain(error);
  }
}

export function dropping() {
  const drop = $('drop');
  let depth = 0;
  const hasFiles = (event) => [...event.dataTransfer.types].includes('Files');
  window.addEventListener('dragenter', (event) => {
    event.preventDefault();
    depth++;
    if (hasFiles(event)) document.body.classList.add('dropping');
  });
  window.addEventListener('dragleave', () => { if (--depth <= 0) document.body.classList.remove('dropping'); });
  window.addEventListener('dragover', (event) => event.preventDefault());
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    document.body.classList.remove('dropping');
    const directory = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).find((entry) => entry?.isDirectory);
    if (directory) complain(new Error(`${directory.name} is a directory. Drop the files that are in it.`));
    else upload([...event.dataTransfer.files]);
  });
  drop.querySelector('input').addEventListener('change', (event) => {
    upload([...event.target.files]);
    event.target.value = '';
  });
  $('change').addEventListener('click', () => {
    $('documents-pane').classList.remove('has-chosen');
    ($('documents').querySelector('[aria-current]') ?? $('file')).focus();
  });
}
