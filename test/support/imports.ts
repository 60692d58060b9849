import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

/** A module of the workspace and what it imports. */
export interface Source {
  /** From the workspace's root, with slashes: `packages/codec/src/udp.ts`. */
  readonly path: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** As written: `./udp.js`, `@hoplite/codec`, `node:fs`. */
  readonly specifier: string;
  readonly line: number;
}

/** Every TypeScript module of the packages, tests, benchmarks and examples, sorted by path. */
export function readSources(root: string): readonly Source[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'src'));
  return [...packages, 'test', 'bench', 'examples']
    .flatMap((folder) => typescriptFiles(join(root, folder)))
    .sort()
    .map((file) => ({
      path: relative(root, file).split(sep).join('/'),
      imports: readImports(readFileSync(file, 'utf8')),
    }));
}

/** All ways in which a module names another: import, export from, `import()`, `import('x').Type`, `import x = require`. */
export function readImports(text: string): readonly Import[] {
  const file = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const name = moduleName(node);
    if (name !== undefined && ts.isStringLiteralLike(name)) {
      found.push({ specifier: name.text, line: file.getLineAndCharacterOfPosition(name.getStart()).line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function moduleName(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  const called = ts.isCallExpression(node) ? node.expression : undefined;
  const imports = called?.kind === ts.SyntaxKind.ImportKeyword || called?.getText() === 'require';
  return imports && ts.isCallExpression(node) ? node.arguments[0] : undefined;
}

function typescriptFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?ts$/.test(name))
    .map((name) => join(folder, name));
}
