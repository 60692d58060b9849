import { colours, pictureStyle } from 'hoplite/browser';
import { acceptDrops } from './drop.js';
import { MOST_FILES } from './dropped-files.js';
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
acceptDrops(({ files, problem }) => take(files, problem));
input.addEventListener('change', () => {
  take([...(input.files ?? [])], '');
  // So that the same file, mended, can be chosen again.
  input.value = '';
});
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') session?.cancel();
});

function start(): HTMLElement {
  return startView(() => input.click(), openSample);
}

/** Opens what was chosen or dropped, and says what of it could not be: above, so that is where the page goes. */
function take(files: readonly File[], problem: string): void {
  scrollTo(0, 0);
  if (files.length > 0) open(files.slice(0, MOST_FILES));
  const said =
    files.length > MOST_FILES ? `Of more than ${MOST_FILES} files the first ${MOST_FILES} were opened.` : problem;
  if (said !== '') problems.replaceChildren(element('p', { class: 'fault', role: 'alert' }, said));
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
