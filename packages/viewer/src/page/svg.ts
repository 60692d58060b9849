import type { Markup } from 'hoplite/browser';
import { trusted } from './trusted.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * The elements of a picture. Its texts are escaped where it is made; besides, nothing is taken over but elements and
 * attributes that draw.
 */
export function svgNode({ markup }: Markup): SVGSVGElement {
  const { documentElement } = new DOMParser().parseFromString(trusted.createHTML(markup), 'image/svg+xml');
  const copy = copied(documentElement);
  if (!(copy instanceof SVGSVGElement)) throw new TypeError('the markup is no SVG');
  return copy;
}

function copied(source: Element): Element | null {
  if (source.namespaceURI !== SVG || !elements.has(source.localName)) return null;
  const copy = document.createElementNS(SVG, source.localName);
  for (const { name, value } of source.attributes) if (attributes.test(name)) copy.setAttribute(name, value);
  for (const child of source.childNodes) {
    const inner = child instanceof Element ? copied(child) : child.textContent;
    if (inner !== null) copy.append(inner);
  }
  return copy;
}

const elements = new Set(['svg', 'g', 'title', 'desc', 'path', 'line', 'rect', 'circle', 'ellipse', 'polygon', 'text']);

const attributes =
  /^(aria-[a-z]+|class|id|role|width|height|viewBox|transform|d|points|[cr]?[xy][12]?|r|text-anchor|stroke-[a-z]+)$/;
