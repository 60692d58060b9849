import { join } from 'node:path';
import ts from 'typescript';

/** The errors that a package's own tsconfig.json finds in a module of this text, were it in the package's `src`. */
export function compileIn(folder: string, text: string): readonly string[] {
  const path = join(folder, 'src', 'snippet.ts');
  const options = compilerOptions(folder);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => name === path || fileExists(name);
  host.readFile = (name) => (name === path ? text : readFile(name));
  return errors(ts.createProgram([path], options, host));
}

/** The errors that `tsconfig.json` of the package `folder` finds in a module and all that it imports. */
export function compileFile(folder: string, path: string): readonly string[] {
  return errors(ts.createProgram([path], compilerOptions(folder)));
}

function compilerOptions(folder: string): ts.CompilerOptions {
  const config = join(folder, 'tsconfig.json');
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(config, ts.sys.readFile).config, ts.sys, folder);
  const { rootDir: _rootDir, tsBuildInfoFile: _buildInfo, ...rest } = options;
  return { ...rest, composite: false, incremental: false, noEmit: true };
}

const errors = (program: ts.Program): readonly string[] =>
  ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
