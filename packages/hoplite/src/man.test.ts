import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { hoplite } from './command.fixture.js';
import { ExitStatus } from './exit-status.js';

const path = fileURLToPath(new URL('../man/hoplite.1', import.meta.url));
const page = readFileSync(path, 'utf8');

const help = async (...argv: string[]) => (await hoplite([...argv, '--help'])).stdout;
const commands = [...(await help()).matchAll(/^ {2}(\w+) .*/gm)]
  .map(([, name = '']) => name)
  .filter((name) => name !== 'hoplite');
const helps = new Map(await Promise.all(commands.map(async (name) => [name, await help(name)] as const)));

/** `-q, --queries`; the page has those of every command once, at its beginning. */
const flagsIn = (text: string) =>
  [...text.matchAll(/^ {2}((?:-\w, )?--[\w-]+|-\w(?=\s))/gm)]
    .map(([, flags = '']) => flags)
    .filter((flags) => flags !== '-h, --help');

/** The same of the page's own items, `.It Fl q , Fl -queries Ar count`. */
const flagsOnPage = (section: string) =>
  [...section.matchAll(/^\.It (Fl .*)$/gm)].map(([, item = '']) =>
    [...item.matchAll(/Fl (\S+)/g)].map(([, flag]) => `-${flag}`).join(', '),
  );

const sections = new Map(page.split(/^\.S[sh] /m).map((section) => [section.split('\n')[0] ?? '', section] as const));

describe('the manual page', () => {
  it('is as mandoc wants it', () => {
    expect(execFileSync('mandoc', ['-Tlint', '-Wwarning', path], { encoding: 'utf8' })).toBe('');
  });

  it.each(commands)('has every option of %s, and none that it has not', (name) => {
    expect(flagsOnPage(sections.get(`hoplite ${name}`) ?? '').sort()).toEqual(flagsIn(helps.get(name) ?? '').sort());
  });

  it('has the options of every command', () => {
    expect(flagsOnPage(sections.get('DESCRIPTION') ?? '')).toEqual(['-h, --help', '-V, --version']);
  });

  it.each(commands)('names all that there is to choose from in %s', (name) => {
    const chosen = [...(helps.get(name) ?? '').replace(/\s+/g, ' ').matchAll(/choices: ("[^)]*")/g)];
    const words = chosen.flatMap(([, choices = '']) =>
      [...choices.matchAll(/"([^"]+)"/g)].map(([, word = '']) => word),
    );
    expect(words.filter((word) => !new RegExp(`Cm ${word}\\b(?!-)`).test(page))).toEqual([]);
  });

  it('has every exit status', () => {
    const items = [...(sections.get('EXIT STATUS') ?? '').matchAll(/^\.It (\d+)$/gm)].map(([, status]) =>
      Number(status),
    );
    expect(items).toEqual(Object.values(ExitStatus));
  });
});

test('the package says where the page is, in a list, without which npm links none', () => {
  const { man, files } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(man).toEqual(['./man/hoplite.1']);
  expect(files).toContain('man');
});
