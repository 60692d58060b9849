import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A fenced block of a document. */
export interface CodeBlock {
  /** Where it stands: `docs/watch.md:12`. */
  readonly at: string;
  readonly document: string;
  readonly language: string;
  readonly body: string;
  /** What the comment before it says: that it is what the program before it prints; or why it is not run. */
  readonly mark: 'output' | 'output, but for the times' | { readonly notRun: string } | null;
}

export const root: string = fileURLToPath(new URL('../..', import.meta.url));

/** What is read by people: the README and all of docs. */
export const documents: readonly string[] = [
  'README.md',
  ...readdirSync(`${root}/docs`).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

/** The blocks of all documents, in their order. */
export const codeBlocks: readonly CodeBlock[] = documents.flatMap(blocksOf);

function blocksOf(document: string): CodeBlock[] {
  const text = readFileSync(`${root}/${document}`, 'utf8');
  return [...text.matchAll(/^(?:<!-- ([^\n]+) -->\n+)?```(\w*)\n(.*?)^```$/gms)].map((match) => {
    const [, mark, language = '', body = ''] = match;
    const line = text.slice(0, match.index).split('\n').length + (mark === undefined ? 0 : 2);
    return { at: `${document}:${line}`, document, language, body, mark: markOf(mark) };
  });
}

function markOf(comment: string | undefined): CodeBlock['mark'] {
  if (comment === undefined) return null;
  if (comment === 'output' || comment === 'output, but for the times') return comment;
  const [, notRun] = /^not run: (.+)$/.exec(comment) ?? [];
  if (notRun === undefined) throw new Error(`a comment before a code block says "${comment}"`);
  return { notRun };
}

/** A session's commands, each with what it prints. */
export function sessionOf({ body }: CodeBlock): readonly { readonly command: string; readonly output: string }[] {
  return body.split(/^\$ /m).flatMap((part) => {
    const [command = '', ...output] = part.split(/(?<=\n)/);
    return command === '' ? [] : [{ command: command.trimEnd(), output: output.join('') }];
  });
}
