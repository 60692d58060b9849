import type { TraceResult } from '@hoplite/engine';
import type { TraceFormat } from './format.js';
import { pathGraph } from './picture/graph.js';
import { layOut } from './picture/layout.js';
import { constant, type Markup, shortened, xml } from './picture/markup.js';
import { type Picture, pathPicture } from './picture/path-picture.js';
import { colours, pictureStyle } from './picture/style.js';
import { OUTCOMES, outcomeText, plural } from './picture/words.js';

/** The path as a picture: one SVG document, in which the paths of several traces stand side by side. */
export const svg: TraceFormat = {
  showsNames: true,
  begin: () => {
    const framed: Framed[] = [];
    return {
      trace(result, id) {
        framed.push(frame(result, `trace-${id}`));
        return '';
      },
      // The size of the whole is said first.
      end: () => svgDocument(framed).markup,
    };
  },
};

interface Framed {
  readonly title: string;
  readonly outcome: string;
  readonly picture: Picture;
  /** With the margins. */
  readonly width: number;
  readonly height: number;
}

const MARGIN = 24;
/** For the title and the outcome. */
const HEAD = 64;
const LEAST_WIDTH = 240;

function frame(result: TraceResult, id: string): Framed {
  const title = `Path to ${result.target}`;
  const { mark, word } = OUTCOMES[result.outcome];
  const picture = pathPicture(layOut(pathGraph(result)), { id, title, description: outcomeText(result) });
  const width = Math.max(LEAST_WIDTH, picture.width) + 2 * MARGIN;
  return { title, outcome: `${mark} ${word}`, picture, width, height: Math.ceil(picture.height) + HEAD + 2 * MARGIN };
}

function svgDocument(framed: readonly Framed[]): Markup {
  const { placed, width, height } = inRows(framed);
  const title = framed.length === 1 ? (framed[0]?.title ?? '') : plural(framed.length, 'traced path');
  return xml`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">${title}</title>
<style>${constant(colours + pictureStyle + documentStyle)}</style>
<rect class="paper" width="100%" height="100%"/>
${placed}</svg>
`;
}

const documentStyle = `
.paper { fill: var(--paper); }
.title { font: 600 17px system-ui, sans-serif; fill: var(--ink); }
.outcome { font: 13px system-ui, sans-serif; fill: var(--muted); }
`;

/** As wide as a screen may be; one that is wider stands alone. */
const WIDE = 2000;

interface Placed {
  readonly placed: readonly Markup[];
  readonly width: number;
  readonly height: number;
}

/** Side by side, and below where a row is full. */
function inRows(framed: readonly Framed[]): Placed {
  let [x, top, bottom, width] = [0, 0, 0, LEAST_WIDTH];
  const placed = framed.map((each) => {
    if (x > 0 && x + each.width > WIDE) [x, top] = [0, bottom];
    const markup = at(each, x, top);
    x += each.width;
    width = Math.max(width, x);
    bottom = Math.max(bottom, top + each.height);
    return markup;
  });
  return { placed, width, height: Math.max(bottom, MARGIN) };
}

function at({ title, outcome, picture, width }: Framed, x: number, y: number): Markup {
  return xml`<g transform="translate(${x + MARGIN} ${y + MARGIN})">
<text class="title" y="16">${shortened(title, Math.floor((width - 2 * MARGIN) / 11))}</text>
<text class="outcome" y="38">${outcome}</text>
<g transform="translate(0 ${HEAD})">${picture.svg}</g>
</g>
`;
}
