// Shows documents and what came of actions. Everything that a document or a plugin made is set as
// text or shown in a frame of its own without scripts; nothing of it becomes markup of this page.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (key === 'class') made.className = value;
    else if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1000).toFixed(bytes < 1e4 ? 1 : 0)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function milliseconds(ms) {
  if (ms === null || ms === undefined) return '';
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const address = (doc, as) => `/api/content?id=${encodeURIComponent(doc.id)}&as=${as}`;

export function bar(doc, buttons) {
  return element('div', { class: 'bar' },
    element('span', { class: 'title', title: doc.name }, doc.name,
      element('span', { class: 'small' }, size(doc.size))),
    ...buttons,
    element('a', { class: 'button', href: address(doc, 'download'), download: doc.name }, 'Download'));
}

/** The elements that show a document; text is fetched, so this takes a moment. */
export async function show(doc) {
  if (doc.size === 0) return [told(doc.name, 'This document is empty.')];
  switch (doc.view) {
    case 'HTML':
      return [frame(doc, '')];
    case 'PDF':
      return navigator.pdfViewerEnabled === false
        ? [saved(doc, 'This browser has no reader for PDF.')]
        : [frame(doc, null)];
    case 'IMAGE':
      return [await image(doc)];
    case 'TABLE':
    case 'TEXT':
      return text(doc);
    default:
      return [saved(doc, 'This kind of document can\u2019t be shown here.')];
  }
}

function frame(doc, sandbox) {
  return element('iframe', {
    class: 'view frame', title: `Preview of ${doc.name}`, src: address(doc, 'preview') + (sandbox === null ? '#toolbar=0&navpanes=0&view=FitH' : ''),
    ...(sandbox === null ? {} : { sandbox: sandbox === '' ? true : sandbox }),
  });
}

function image(doc) {
  const img = element('img', { src: address(doc, 'preview'), alt: `The picture ${doc.name}` });
  return new Promise((resolve) => {
    img.addEventListener('load', () => {
      img.classList.toggle('tiny', img.naturalWidth < 64);
      resolve(element('div', { class: 'view image' }, img));
    });
    img.addEventListener('error', () => resolve(saved(doc, 'This picture can\u2019t be read; it may be damaged.')));
  });
}

function told(name, sentence, ...more) {
  return element('div', { class: 'hero' }, element('p', { class: 'hero-line' }, name), element('p', {}, `${sentence} `), ...more);
}

function saved(doc, sentence) {
  return told(doc.name, sentence,
    element('a', { class: 'button primary', href: address(doc, 'download'), download: doc.name },
      `Download, ${size(doc.size)}`));
}

async function text(doc) {
  const response = await fetch(address(doc, 'text'));
  if (!response.ok) throw new Error((await response.json()).error);
  const content = await response.text();
  const cut = response.headers.get('X-Latent-Cut')
    ? element('p', { class: 'note' }, 'Only the first part is shown; the download has all of it.')
    : null;
  const shown = doc.view === 'TABLE'
    ? table(content, doc.mediaType === 'text/tab-separated-values' ? '\t' : separator(content), doc)
    : element('pre', { class: 'view text', tabindex: '0', 'aria-label': `Text of ${doc.name}` }, content);
  return cut ? [shown, cut] : [shown];
}

function separator(content) {
  const line = content.slice(0, content.indexOf('\n') < 0 ? undefined : content.indexOf('\n'));
  return [',', ';', '\t'].sort((a, b) => line.split(b).length - line.split(a).length)[0];
}

const MOST_ROWS = 500;

function table(content, sep, doc) {
  const rows = parse(content, sep, MOST_ROWS + 2);
  const [head = [], ...body] = rows;
  const numeric = head.map((_, at) => body.length > 0
    && body.every((row) => /^-?[\d\s.,%]*$/.test(row[at] ?? '')));
  const view = element('div', { class: 'view', tabindex: '0', role: 'region', 'aria-label': `Table of ${doc.name}` },
    element('table', {},
      element('thead', {}, element('tr', {}, ...head.map((cell, at) => element('th', { scope: 'col', class: numeric[at] ? 'number' : null }, cell)))),
      element('tbody', {}, ...body.slice(0, MOST_ROWS).map((row) => element('tr', {},
        ...row.map((cell, at) => element('td', { class: numeric[at] ? 'number' : null, title: cell.length > 40 ? cell : null }, cell)))))));
  if (body.length > MOST_ROWS) {
    view.append(element('p', { class: 'note' }, `Only the first ${MOST_ROWS} rows are shown; the download has all of them.`));
  }
  return view;
}

/** Reads rows as RFC 4180 writes them. */
function parse(content, sep, most) {
  const rows = [];
  let row = [], cell = '', quoted = false;
  for (let i = 0; i < content.length && rows.length < most; i++) {
    const c = content[i];
    if (quoted) {
      if (c === '"' && content[i + 1] === '"') { cell += '"'; i++; }
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === sep) { row.push(cell); cell = ''; }
    else if (c === '\n' || c === '\r') {
      if (c === '\r' && content[i + 1] === '\n') i++;
      row.push(cell);
      if (row.length > 1 || row[0] !== '') rows.push(row);
      row = []; cell = '';
    } else cell += c;
  }
  if (cell !== '' || row.length > 0) { row.push(cell); rows.push(row); }
  return rows;
}

export function working(label, stop) {
  return element('div', { class: 'hero working' },
    element('p', { class: 'hero-line' }, `${label} is running`),
    element('div', { class: 'sweep' }),
    element('p', { id: 'waking' }, 'Looking the action up\u2026'),
    element('button', { class: 'button', type: 'button', onclick: stop }, 'Stop',
      element('span', { id: 'elapsed', class: 'small' })));
}

export function failed(outcome, again) {
  return element('div', { class: 'hero failed' },
    element('p', { class: 'hero-line' }, outcome.inActivation
      ? `${outcome.action} could not be started` : `${outcome.action} did not work`),
    element('p', { class: 'message' }, outcome.message),
    again ? element('button', { class: 'button', type: 'button', onclick: again }, 'Try again') : null,
    outcome.causes.length > 0
      ? element('details', {},
        element('summary', {}, 'What led to it'),
        element('ol', {}, ...outcome.causes.map((cause) => element('li', {}, cause))),
        element('p', { class: 'small' }, `Plugin ${outcome.plugin}`))
      : null);
}
