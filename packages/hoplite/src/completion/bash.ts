import type { CommandModel, OptionModel, ProgramModel, ValueModel } from './program-model.js';

/** Completion for bash, from version 3.2 on. */
export function bash({ name, commands, byDefault, options }: ProgramModel): string {
  const names = commands.map((command) => command.name);
  return `# Completion of ${name} for bash. In ~/.bashrc: eval "$(${name} completion bash)"
_${name}_words() {
  COMPREPLY=($(compgen -W "$1" -- "$2"))
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *: ]] && compopt -o nospace 2>/dev/null
  return 0
}

_${name}_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$1"))
}

_${name}() {
  local command=${byDefault.name} before= current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    before=${quoted(longAndShort(options))}
  else
    case \${COMP_WORDS[1]} in
      ${names.join(' | ')}) command=\${COMP_WORDS[1]} ;;
    esac
  fi
  # bash takes --format=json for three words, and sim:FILE too.
  [[ $previous == '=' ]] && previous=\${COMP_WORDS[COMP_CWORD - 2]}
  [[ $current == ':' ]] && previous=':'
  [[ $current == '=' || $current == ':' ]] && current=
  case $command$previous in
    *:) _${name}_files "$current"; return ;;
${commands.map(valueCases(name)).join('')}  esac
  case $command$current in
${commands.map(optionCase(name)).join('')}  esac
  if ((COMP_CWORD == 1)); then
    _${name}_words ${quoted(names)} "$current"
    COMPREPLY+=($(compgen -A hostname -- "$current"))
    return
  fi
  case $command in
${commands.map(argumentCase(name)).join('')}  esac
}

complete -F _${name} ${name}
`;
}

const valueCases =
  (name: string) =>
  (command: CommandModel): string =>
    command.options
      .map(({ value, ...option }) => (value === null ? '' : valueCase(name, command, option, value)))
      .join('');

function valueCase(
  name: string,
  command: CommandModel,
  option: Pick<OptionModel, 'short' | 'long'>,
  value: ValueModel,
): string {
  const flags = longAndShort([option]).map((flag) => command.name + flag);
  return `    ${flags.join(' | ')}) ${complete(name, value)}; return ;;\n`;
}

const optionCase =
  (name: string) =>
  ({ name: command, options }: CommandModel): string =>
    `    ${command}-*) _${name}_words "$before "${quoted(longAndShort(options))} "$current"; return ;;\n`;

const argumentCase =
  (name: string) =>
  ({ name: command, argument }: CommandModel): string =>
    argument === null ? '' : `    ${command}) ${complete(name, argument)} ;;\n`;

function complete(name: string, { kind, words }: ValueModel): string {
  if (kind === 'words') return `_${name}_words ${quoted(words)} "$current"`;
  if (kind === 'file') return `_${name}_files "$current"`;
  if (kind === 'interface') return `_${name}_words "$(ls /sys/class/net 2>/dev/null)" "$current"`;
  return kind === 'host' ? 'COMPREPLY=($(compgen -A hostname -- "$current"))' : ':';
}

function longAndShort(options: readonly Pick<OptionModel, 'short' | 'long'>[]): readonly string[] {
  return options.flatMap(({ short, long }) => [long, short]).filter((flag) => flag !== null);
}

function quoted(words: readonly string[]): string {
  return `'${words.join(' ')}'`;
}
