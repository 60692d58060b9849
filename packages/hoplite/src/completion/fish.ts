import type { CommandModel, OptionModel, ProgramModel, ValueModel } from './program-model.js';

/** Completion for fish. */
export function fish({ name, commands, byDefault, options }: ProgramModel): string {
  const names = commands.map((command) => command.name);
  return `# Completion of ${name} for fish: ${name} completion fish > ~/.config/fish/completions/${name}.fish
function __${name}_command
    set -l words (commandline -opc)
    if contains -- "$words[2]" ${names.join(' ')}
        echo $words[2]
    else
        echo ${byDefault.name}
    end
end

function __${name}_begins
    test (count (commandline -opc)) -eq 1
end

# Words, of which one that ends with a colon goes on with the name of a file.
function __${name}_words
    set -l scheme (commandline -ct | string match -r '[a-z]+:')
    if test (count $scheme) -eq 1; and contains -- $scheme $argv
        string replace -r '^' $scheme -- (__fish_complete_path (commandline -ct | string replace -r '^.*?[a-z]+:' ''))
    else
        printf '%s\\n' $argv
    end
end

complete -c ${name} -f
${commands.map(({ name: command, summary }) => `complete -c ${name} -n __${name}_begins -a ${command} -d ${quoted(summary)}\n`).join('')}
${options.map((option) => `complete -c ${name} -n __${name}_begins${flagsOf(name, option)}\n`).join('')}
${commands.map((command) => linesOf(name, command)).join('\n')}`;
}

function linesOf(program: string, { name, options, argument }: CommandModel): string {
  const condition = `complete -c ${program} -n 'test (__${program}_command) = ${name}'`;
  const lines = options.map((option) => `${condition}${flagsOf(program, option)}\n`);
  const arguments_ = argument === null ? '' : `${condition}${valuesOf(program, argument)}\n`;
  return lines.join('') + arguments_;
}

function flagsOf(program: string, { short, long, description, value }: OptionModel): string {
  const flags = (short === null ? '' : ` -s ${short.slice(1)}`) + (long === null ? '' : ` -l ${long.slice(2)}`);
  const needs = value === null ? '' : value.kind === 'file' ? ' -r' : ' -x';
  return `${flags}${needs}${value === null ? '' : valuesOf(program, value)} -d ${quoted(description)}`;
}

function valuesOf(program: string, { kind, words }: ValueModel): string {
  if (kind === 'words' && words.some((word) => word.endsWith(':'))) {
    return ` -a ${quoted(`(__${program}_words ${words.join(' ')})`)}`;
  }
  if (kind === 'words') return ` -a ${quoted(words.join(' '))}`;
  if (kind === 'host') return " -a '(__fish_print_hostnames)'";
  if (kind === 'interface') return " -a '(__fish_print_interfaces)'";
  return kind === 'file' ? ' -F' : '';
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
