import { button, element } from './element.js';

/** What a newcomer sees. */
export function startView(choose: () => void, trySample: () => void): HTMLElement {
  const zone = button('', choose, { class: 'zone' });
  zone.append(
    element('strong', {}, 'Drop captures or a folder here'),
    element('span', {}, 'or choose files'),
    element('span', { class: 'quiet' }, 'pcap, pcapng, JSON or NDJSON of Hoplite, each also gzipped'),
  );
  return element(
    'section',
    { class: 'start' },
    element('h2', {}, 'See the traceroutes in a capture'),
    element(
      'p',
      {},
      'Every traceroute that a capture holds, whoever made it: its path, its round-trip times, and the packets behind each hop.',
    ),
    zone,
    element(
      'p',
      { class: 'below' },
      button('Try the sample', trySample, { class: 'plain' }),
      element('span', { class: 'quiet' }, 'Nothing leaves this page: the file is read by your browser alone.'),
    ),
  );
}
