import type { Argument, Command, Option } from 'commander';

/** What a shell must know of the command line, read off the program that parses it. */
export interface ProgramModel {
  readonly name: string;
  readonly commands: readonly CommandModel[];
  /** The command that runs where none is named. */
  readonly byDefault: CommandModel;
  /** Those before a command. */
  readonly options: readonly OptionModel[];
}

export interface CommandModel {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionModel[];
  /** What its arguments are; null where it takes none. */
  readonly argument: ValueModel | null;
}

export interface OptionModel {
  /** `-q`, null without. */
  readonly short: string | null;
  /** `--queries`, null without. */
  readonly long: string | null;
  readonly description: string;
  /** What follows it; null where nothing does. */
  readonly value: ValueModel | null;
}

export interface ValueModel {
  readonly kind: 'words' | 'file' | 'host' | 'interface' | 'other';
  /** The name of its place in the help, such as `count`. */
  readonly name: string;
  /** All that it may be, of `words`; one that ends with a colon goes on with the name of a file. */
  readonly words: readonly string[];
}

export function programModel(program: Command, byDefault: string): ProgramModel {
  const names = program.commands.map((each) => each.name());
  const commands = program.commands.map((command) => commandModel(command, names));
  const trace = commands.find(({ name }) => name === byDefault);
  if (trace === undefined) throw new RangeError(`there is no command ${byDefault}`);
  return { name: program.name(), commands, byDefault: trace, options: optionModels(program) };
}

function commandModel(command: Command, names: readonly string[]): CommandModel {
  const [argument] = command.registeredArguments;
  return {
    name: command.name(),
    summary: command.summary(),
    options: optionModels(command),
    argument: argument === undefined ? null : argumentModel(argument, names),
  };
}

function argumentModel(argument: Argument, names: readonly string[]): ValueModel {
  const name = argument.name();
  return value(name, argument.argChoices ?? (name === 'command' ? names : undefined));
}

function optionModels(command: Command): readonly OptionModel[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      short: option.short ?? null,
      long: option.long ?? null,
      description: option.description,
      value: optionValue(option),
    }));
}

function optionValue({ flags, argChoices }: Option): ValueModel | null {
  const [, name] = /<(.+)>$/.exec(flags) ?? [];
  return name === undefined ? null : value(name, argChoices);
}

function value(name: string, choices: readonly string[] | undefined): ValueModel {
  const words = choices ?? wordsOf[name];
  if (words !== undefined) return { kind: 'words', name, words };
  return { kind: kindOf[name] ?? 'other', name, words: [] };
}

/** What the names of places in the help stand for. */
const kindOf: Readonly<Record<string, ValueModel['kind']>> = {
  file: 'file',
  capture: 'file',
  target: 'host',
  interface: 'interface',
};
const wordsOf: Readonly<Record<string, readonly string[]>> = { transport: ['auto', 'linux', 'raw', 'sim:', 'pcap:'] };
