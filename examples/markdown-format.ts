import { type Hop, hopsToTheEnd, isAnswered, type TraceFormat, type TraceResult } from 'hoplite';

export interface MarkdownOptions {
  /** How deep the headings are. Default 2. */
  readonly level?: number;
}

/** A heading and a table for each trace, for issues and wikis. */
export const markdown: TraceFormat<MarkdownOptions> = {
  showsNames: true,
  begin({ level = 2 }) {
    let separator = '';
    return {
      trace(result) {
        const before = separator;
        separator = '\n';
        return before + section(result, level);
      },
      end: () => '',
    };
  },
};

function section(result: TraceResult, level: number): string {
  const { target, address, outcome } = result;
  const heading = `${'#'.repeat(level)} ${plain(target)} (${address}): ${outcome}\n\n`;
  return `${heading}| hop | who | round trips |\n|---|---|---|\n${hopsToTheEnd(result).map(row).join('')}`;
}

function row({ ttl, probes }: Hop): string {
  const answers = probes.filter(isAnswered);
  const who = new Set(answers.map(({ name, address }) => (name === null ? address : `${plain(name)} (${address})`)));
  const times = answers.map(({ rtt }) => (rtt === null ? '?' : `${rtt.toFixed(3)} ms`));
  return `| ${ttl} | ${[...who].join(', ') || '*'} | ${times.join(', ')} |\n`;
}

/** Text of others as text, whatever is in it: nothing of it is Markdown, HTML or an order to a terminal. */
function plain(text: string): string {
  return text.replace(/[^ .:\w-]|_/gu, (character) => `&#${character.codePointAt(0)};`);
}
