import type { TraceResult } from '@hoplite/engine';
import { button, element } from './element.js';
import { asText, savePicture } from './save.js';

/** What can be taken along of a trace. */
export function traceActions(trace: TraceResult): HTMLElement {
  const said = element('span', { class: 'quiet', role: 'status' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(asText(trace));
      said.textContent = 'Copied, as traceroute prints it.';
    } catch {
      // Without a gesture, or from a server without TLS.
      said.textContent = 'The browser does not allow it here.';
    }
  };
  return element(
    'p',
    { class: 'actions' },
    button('Copy as text', copy, { class: 'plain' }),
    button('Save the path as SVG', () => savePicture(trace), { class: 'plain' }),
    said,
  );
}
