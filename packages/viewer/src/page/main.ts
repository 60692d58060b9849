import { colours, pictureStyle } from 'hoplite/browser';
import { acceptDrops } from './drop.js';
import { button, element } from './element.js';
import { Session } from './session.js';
import { startView } from './start.js';

/** A small recording, put here by the build: base64. */
declare const SAMPLE: string;

const palette = new CSSStyleSheet();
palette.replaceSync(colours + pictureStyle);
document.adoptedStyleSheets = [palette];

const input = element('input', { type: 'file', hidden: true, 'aria-label': 'Capture or results' });
const name = element('p', { class: 'file' });
const another = button('Open a file', () => input.click(), { class: 'plain', hidden: true });
const main = element('main');
let session: Session | null = null;

document.body.append(
  element('header', { class: 'bar' }, element('h1', {}, 'Hoplite viewer'), name, another, input),
  main,
);
main.append(start());
acceptDrops(open);
input.addEventListener('change', () => {
  const file = input.files?.[0];
  if (file !== undefined) open(file);
  // So that the same file, mended, can be chosen again.
  input.value = '';
});
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') session?.cancel();
});

function start(): HTMLElement {
  return startView(() => input.click(), openSample);
}

function open(file: File): void {
  session?.close();
  session = new Session(file, start);
  name.textContent = file.name;
  document.title = `${file.name} – Hoplite viewer`;
  another.hidden = false;
  main.replaceChildren(session.node);
}

function openSample(): void {
  const bytes = Uint8Array.from(atob(SAMPLE), (character) => character.charCodeAt(0));
  open(new File([bytes], 'traceroute.pcapng'));
}
