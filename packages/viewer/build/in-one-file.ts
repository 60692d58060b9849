import { createHash } from 'node:crypto';
import type { Plugin, Rollup } from 'vite';
import { noticesFor } from './notices.js';

/**
 * Puts script and style into the page, and a policy that allows these two by their hashes and nothing else: no request, no
 * other script, no markup made of text. In the end stand the licences of its modules and of those of its worker.
 */
export function inOneFile(workerModules: readonly string[]): Plugin {
  return {
    name: 'in-one-file',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') throw new Error('the page was not built');
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const script = take(bundle, '.js').replaceAll('</script', '<\\/script');
      const style = take(bundle, '.css');
      page.source = textOf(page)
        .replace(/\s*<script\b[^>]*><\/script>/, '')
        .replace(/\s*<link rel="stylesheet"[^>]*>/, '')
        .replace(
          '<meta name="policy">',
          () => `<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">`,
        )
        .replace('</head>', () => `<style>${style}</style>\n  </head>`)
        .replace('</body>', () => `<script type="module">${script}</script>\n  </body>`)
        .replace('</html>', () => `</html>\n${comment(noticesFor([...modules, ...workerModules]))}`);
    },
  };
}

function policy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    'worker-src blob:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types hoplite',
  ].join('; ');
}

function comment(text: string): string {
  if (text.includes('--')) throw new Error('a comment of HTML may not hold two hyphens');
  return `<!--\n${text}\n-->`;
}

const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** The one file of that kind; it is no file of its own any more. */
function take(bundle: Rollup.OutputBundle, ending: string): string {
  const names = Object.keys(bundle).filter((name) => name.endsWith(ending));
  const [name = ''] = names;
  const file = bundle[name];
  if (file === undefined || names.length > 1) throw new Error(`the page has ${names.length} files *${ending}`);
  delete bundle[name];
  return textOf(file);
}

function textOf(file: Rollup.OutputBundle[string]): string {
  return file.type === 'chunk' ? file.code : Buffer.from(file.source).toString('utf8');
}
