import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileWith, hoplite } from '../command.fixture.js';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What the shell itself offers at the end of each command line, after it has read the script that we print for it. */
export async function offered(shell: Shell, lines: readonly string[]): Promise<readonly (readonly string[])[]> {
  const script = fileWith((await hoplite(['completion', shell])).stdout, `hoplite.${shell}`);
  const printed = ask[shell](script, lines);
  return printed
    .split('\n<end>\n')
    .slice(0, lines.length)
    .map((block) => block.split('\n').filter((line) => line !== '' && line !== '<end>'));
}

const ask: Readonly<Record<Shell, (script: string, lines: readonly string[]) => string>> = {
  bash: (script, lines) => run('bash', ['--norc', fileWith(BASH, 'ask.bash'), script, ...lines], script),
  fish: (script, lines) => run('fish', ['--no-config', fileWith(FISH, 'ask.fish'), script, ...lines], script),
  zsh(script, lines) {
    const inside = fileWith(ZSH_INSIDE, 'inside.zsh');
    const hits = fileWith('', 'hits');
    run('zsh', ['-f', fileWith(ZSH, 'ask.zsh'), inside, script, hits, ...lines], script);
    return readFileSync(hits, 'utf8');
  },
};

/** In the folder of the script, whose files are all that there is to complete. */
function run(program: string, args: readonly string[], script: string): string {
  const cwd = dirname(script);
  const env = { PATH: process.env.PATH, HOME: join(cwd, 'nobody'), TERM: 'xterm', LC_ALL: 'C.UTF-8' };
  // Whoever waits for it hears of no limit of a test; this is for what hangs.
  return execFileSync(program, args, { cwd, env, encoding: 'utf8', timeout: 200_000 });
}

/** bash breaks words at `=` and `:` too before it calls the function. */
const BASH = String.raw`
source "$1"; shift
for line; do
  COMP_WORDS=() word=
  for ((i = 0; i < \${#line}; i++)); do
    letter=\${line:i:1}
    case $letter in
      ' ') [[ $word ]] && COMP_WORDS+=("$word"); word= ;;
      '=' | ':') [[ $word ]] && COMP_WORDS+=("$word"); COMP_WORDS+=("$letter"); word= ;;
      *) word+=$letter ;;
    esac
  done
  case $letter in '=' | ':') ;; *) COMP_WORDS+=("$word") ;; esac
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _hoplite
  printf '%s\n' "\${COMPREPLY[@]}"
  printf '\n<end>\n'
done
`.replaceAll('\\$', '$');

const FISH = `
source $argv[1]
for line in $argv[2..]
    complete -C $line | string replace -r '\\t.*' ''
    printf '\\n<end>\\n'
end
`;

/** Completion in zsh wants a terminal. */
const ZSH = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "source $1 $2 $3"
zpty -r shell output '*READY*'
for line in "\${@[4,-1]}"; do
  zpty -n -w shell $'\\025'"$line"$'\\t'
  zpty -r shell output '*OFFERED*'
done
zpty -d shell
`;

/** Writes down what would be offered, in place of offering it. */
const ZSH_INSIDE = `
hits=$2
autoload -Uz compinit
compinit -D -u
source $1
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)* ]]; then builtin compadd "$@"; return; fi
  local -a found
  builtin compadd -A found "$@"
  print -rl -- $found >> $hits
  (( $#found ))
}
comppostfuncs=(offered)
offered() { comppostfuncs=(offered); compstate[insert]=; compstate[list]=; print '\\n<end>' >> $hits; print OFFERED }
print READY
`;
