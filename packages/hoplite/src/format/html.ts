import type { TraceResult } from '@hoplite/engine';
import type { TraceFormat } from './format.js';
import { htmlStyle } from './html-style.js';
import { traceArticle } from './html-trace.js';
import type { JsonOptions } from './json.js';
import { constant, type Markup, xml } from './picture/markup.js';
import { colours, pictureStyle } from './picture/style.js';
import { beganText, OUTCOMES } from './picture/words.js';

/** A report: one document of HTML that needs nothing else, no script and no network; of one trace called by its target. */
export const html: TraceFormat<JsonOptions> = {
  showsNames: true,
  begin: ({ single = false }) => {
    const entries: Markup[] = [];
    const begun = (title: string) => (entries.length === 0 ? head(title).markup : '');
    return {
      trace(result, id) {
        const before = begun(single ? `Path to ${result.target}` : 'Traced paths');
        entries.push(entry(result, id));
        return before + traceArticle(result, `trace-${id}`, single ? 1 : 2).markup;
      },
      end: () => begun('Traced paths') + foot(single ? null : contents(entries)).markup,
    };
  },
};

/** By method and time too: of one target there are often several. */
function entry({ target, method, startedAt, outcome }: TraceResult, id: number): Markup {
  const { mark, word } = OUTCOMES[outcome];
  return xml`<li><a href="#trace-${id}">${target}</a> ${mark} ${word}, by ${method}, ${beganText(startedAt)}</li>
`;
}

const STYLE = colours + pictureStyle + htmlStyle;

/** SHA-256 of the style sheet (CSP Level 3): a test says what it is where that has changed. */
const STYLE_HASH = 'sha256-qKPOuj2QU382GvySwYcZaPLXXdaJahNrojyrZbdw2lw=';

/** Nothing may be loaded, run or sent, and no style but ours counts. */
const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

function head(title: string): Markup {
  return xml`${constant('<!DOCTYPE html>')}
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${POLICY}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="generator" content="Hoplite"/>
<title>${title}</title>
<style>${constant(STYLE)}</style>
</head>
<body>
<main>
`;
}

/** Which traces there are, and how each ended: shown first, and known last. */
function contents(entries: readonly Markup[]): Markup {
  const heading = xml`<h1>Traced paths</h1>
`;
  if (entries.length === 0)
    return xml`${heading}<p>No traceroute was found.</p>
`;
  return xml`<nav aria-label="Traces">${heading}<ol>
${entries}</ol></nav>
`;
}

function foot(contents: Markup | null): Markup {
  return xml`${contents}</main>
<footer>Made by Hoplite from what the probes showed. Times are milliseconds, those of the trace’s transport.</footer>
</body>
</html>
`;
}
