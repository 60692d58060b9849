import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(`${root}Containerfile`, 'utf8');
const instructions = DockerfileParser.parse(text).getInstructions();
const last = instructions.findLastIndex((each) => each.getKeyword() === 'FROM');
const [build, made] = [instructions.slice(0, last), instructions.slice(last)];

const said = (stage: readonly Instruction[], keyword: string): readonly string[] =>
  stage.filter((each) => each.getKeyword() === keyword).map((each) => each.getRawArgumentsContent() ?? '');

test('the linter of Dockerfiles finds no fault in the Containerfile', () => {
  expect(validate(text).map(({ message }) => message)).toEqual([]);
  expect(validate(text.replace('USER node', 'USR node'))).not.toEqual([]);
});

test('what it makes runs as another user than root, and nothing in it asks for a capability', () => {
  expect(said(made, 'USER')).toEqual(['node']);
  expect(said(made, 'RUN')).toEqual([]);
  expect(text).not.toMatch(/setcap|setuid|chmod|sudo|--cap-add|--privileged|--security/);
});

test('it runs the command, which it has from the stage that built it', () => {
  expect(said(build, 'FROM')).toEqual([expect.stringMatching(/ AS build$/)]);
  expect(said(build, 'RUN').join('\n')).toMatch(
    / pack .*--pack-destination \/packed\n.*--prefix \/hoplite .*\/packed\/\*\.tgz$/s,
  );
  expect(text.match(/^COPY .*$/gm)).toEqual(['COPY . .', 'COPY --from=build /hoplite /hoplite']);
  expect(said(made, 'ENV')).toEqual(['PATH="/hoplite/node_modules/.bin:$PATH"']);
  expect(said(made, 'ENTRYPOINT')).toEqual(['["hoplite"]']);
});

test('what it copies from outside is there, and is not what some machine built', () => {
  const ignored = readFileSync(`${root}.dockerignore`, 'utf8').trim().split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['.git', '**/node_modules', '**/dist']));
  const needed = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'packages', 'scripts', 'LICENSE'];
  expect(needed.filter((path) => !existsSync(root + path) || ignored.includes(path))).toEqual([]);
});

test('it builds with the pnpm that everybody builds with, on a Node that is supported', () => {
  const [, pnpm] = /npx -y (pnpm@[\d.]+) start/.exec(readFileSync(`${root}README.md`, 'utf8')) ?? [];
  expect(new Set(text.match(/pnpm@[\d.]+/g))).toEqual(new Set([pnpm]));
  expect(new Set(text.match(/^FROM docker\.io\/library\/node:\d+-slim/gm))).toEqual(
    new Set(['FROM docker.io/library/node:24-slim']),
  );
});
