import { type Markup, xml } from './markup.js';
import type { PathNode } from './path.js';
import { rttClass } from './rtt.js';
import { counts } from './words.js';

/**
 * The sign of a node, by shape and not by colour alone: filled as far as its probes were answered, in a dashed ring where
 * nobody was heard, in a second ring for the destination, a diamond for who said that there is no way.
 */
export function marker(node: PathNode, x: number, y: number, radius: number): Markup {
  switch (node.kind) {
    case 'source':
      return xml`<rect class="start" x="${px(x - radius + 1)}" y="${px(y - radius + 1)}" width="${px(2 * radius - 2)}" height="${px(2 * radius - 2)}" rx="3"/>`;
    case 'silence':
    case 'goal':
      return xml`<circle class="silent" cx="${px(x)}" cy="${px(y)}" r="${radius}"/>`;
    case 'unasked':
      return xml`<circle class="silent" cx="${px(x)}" cy="${px(y)}" r="${radius / 3}"/>`;
    case 'end':
      return xml`<path class="dot ${colour(node.rtt)}" d="M${px(x)} ${px(y - radius - 3)}l${radius + 3} ${radius + 3}l${-radius - 3} ${radius + 3}l${-radius - 3} ${-radius - 3}z"/>`;
    case 'destination':
      return xml`<circle class="ring" cx="${px(x)}" cy="${px(y)}" r="${radius + 4}"/>${pie(node, x, y, radius)}`;
    case 'router':
      return pie(node, x, y, radius);
  }
}

/** The class of a thing that has the colour of a round-trip time. */
export function colour(rtt: number | null): string {
  return rtt === null ? 'rtt-none' : `rtt-${rttClass(rtt)}`;
}

/** Tenths of a pixel are enough. */
export function px(length: number): number {
  return Math.round(length * 10) / 10;
}

/** A circle, filled clockwise from above for the part that was answered. */
function pie(node: PathNode, x: number, y: number, radius: number): Markup {
  const { answered, lost } = counts(node);
  const circle = { cx: px(x), cy: px(y) };
  if (lost === 0)
    return xml`<circle class="dot ${colour(node.rtt)}" cx="${circle.cx}" cy="${circle.cy}" r="${radius}"/>`;
  const angle = (2 * Math.PI * answered) / (answered + lost);
  const end = `${px(x + radius * Math.sin(angle))} ${px(y - radius * Math.cos(angle))}`;
  const arc = `M${px(x)} ${px(y)}V${px(y - radius)}A${radius} ${radius} 0 ${angle > Math.PI ? 1 : 0} 1 ${end}z`;
  return xml`<circle class="hollow" cx="${circle.cx}" cy="${circle.cy}" r="${radius}"/><path class="dot ${colour(node.rtt)}" d="${arc}"/>`;
}
