import type { CommandModel, OptionModel, ProgramModel, ValueModel } from './program-model.js';

/** Completion for zsh. */
export function zsh({ name, commands, byDefault, options }: ProgramModel): string {
  const before = options.filter(({ long }) => !byDefault.options.some((option) => option.long === long));
  return `#compdef ${name}
# Completion of ${name} for zsh. Into a folder of $fpath: ${name} completion zsh > "\${fpath[1]}/_${name}"
# Or in ~/.zshrc, after compinit: eval "$(${name} completion zsh)"

# Words, of which one that ends with a colon goes on with the name of a file.
_${name}_words() {
  local word
  for word in \${(M)@:#*:}; do
    compset -P "$word" && { _files; return }
  done
  compadd -S '' -- \${(M)@:#*:}
  compadd -- \${@:#*:}
}
${commands.map((command) => functionOf(name, command)).join('')}
_${name}() {
  local -a commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${command.summary}`)}\n`).join('')}  )
  if ((CURRENT == 2)); then
    [[ $words[2] == -* ]] || _describe -t commands command commands
    _${name}_${byDefault.name} \\
      ${before.map(specOf(name)).join(' \\\n      ')}
    return
  elif ((\${+functions[_${name}_$words[2]]})); then
    local command=$words[2]
    shift words
    ((CURRENT--))
    _${name}_$command
    return
  fi
  _${name}_${byDefault.name}
}

if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

/** What it is given are further options. */
function functionOf(program: string, { name, options, argument }: CommandModel): string {
  const specs = options.map(specOf(program));
  if (argument !== null) specs.push(quoted(`*:${argument.name}:${action(program, argument)}`));
  return `
_${program}_${name}() {
  _arguments -s -S "$@" \\
    ${specs.join(' \\\n    ')}
}
`;
}

/** `'(-q --queries)'{-q+,--queries=}'[probes per hop]:count: '`; an option that can be given again has a star. */
const specOf =
  (program: string) =>
  ({ short, long, description, value }: OptionModel): string => {
    const again = description.includes('give it again');
    const flags = [
      short === null ? [] : [value === null ? short : `${short}+`],
      long === null ? [] : [value === null ? long : `${long}=`],
    ].flat();
    const exclusive = again ? "'*'" : `'(${[short, long].filter((flag) => flag !== null).join(' ')})'`;
    const names = flags.length > 1 ? `{${flags.join(',')}}` : flags.join('');
    const message = `[${description.replace(/[\\[\]]/g, '\\$&')}]`;
    return (
      exclusive +
      names +
      quoted(value === null ? message : `${message}:${value.name.replace(/[:[\]]/g, '\\$&')}:${action(program, value)}`)
    );
  };

/** A space before a function of ours: it is called with these words and no others. */
function action(program: string, { kind, words }: ValueModel): string {
  if (kind === 'words') return ` _${program}_words ${words.map((word) => word.replace(':', '\\:')).join(' ')}`;
  return { file: '_files', host: '_hosts', interface: '_net_interfaces', other: ' ' }[kind];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
