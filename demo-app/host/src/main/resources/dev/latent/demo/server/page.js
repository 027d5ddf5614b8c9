// What all parts of the page share: its state, asking the server, and telling the user.
export const $ = (id) => document.getElementById(id);

export const state = {
  documents: [], actions: [], selected: null, open: null, values: new Map(),
  allResults: false, turn: 0, busy: null, woken: [],
};

export async function ask(path, init) {
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

/** Shows what went wrong; what is about the connection goes away by itself once that is back. */
export function complain(error, about = 'request') {
  $('banner-text').textContent = error.message;
  $('banner').dataset.about = about;
  $('banner').hidden = false;
}

export function calm(about) {
  if (!about || $('banner').dataset.about === about) $('banner').hidden = true;
}

export function say(text) {
  $('status').textContent = text;
}
