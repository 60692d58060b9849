import { colours, pictureStyle } from 'hoplite/browser';
import { acceptDrops } from './drop.js';
import { button, element } from './element.js';
import { Session } from './session.js';
import { startView } from './start.js';
import { filesText } from './words.js';

/** A small recording, put here by the build: base64. */
declare const SAMPLE: string;

const palette = new CSSStyleSheet();
palette.replaceSync(colours + pictureStyle);
document.adoptedStyleSheets = [palette];

const input = element('input', { type: 'file', multiple: true, hidden: true, 'aria-label': 'Capture or results' });
const name = element('p', { class: 'file' });
const another = button('Open files', () => input.click(), { class: 'plain', hidden: true });
const problems = element('div', { class: 'problems' });
const main = element('main');
let session: Session | null = null;

document.body.append(
  element('header', { class: 'bar' }, element('h1', {}, 'Hoplite viewer'), name, another, input),
  problems,
  main,
);
main.append(start());
acceptDrops(({ files, problem }) => {
  if (files.length > 0) open(files);
  if (problem !== '') problems.replaceChildren(element('p', { class: 'fault', role: 'alert' }, problem));
});
input.addEventListener('change', () => {
  if (input.files !== null && input.files.length > 0) open([...input.files]);
  // So that the same file, mended, can be chosen again.
  input.value = '';
});
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') session?.cancel();
});

function start(): HTMLElement {
  return startView(() => input.click(), openSample);
}

function open(files: readonly File[]): void {
  session?.close();
  problems.replaceChildren();
  session = new Session(files, start);
  const names = filesText(files.map(({ name }) => name));
  name.textContent = names;
  document.title = `${names} – Hoplite viewer`;
  another.hidden = false;
  main.replaceChildren(session.node);
}

function openSample(): void {
  const bytes = Uint8Array.from(atob(SAMPLE), (character) => character.charCodeAt(0));
  open([new File([bytes], 'traceroute.pcapng')]);
}
