import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');

const paths = readdirSync(`${root}/packages`)
  .map((name) => `packages/${name}/schema`)
  .flatMap((folder) =>
    existsSync(`${root}/${folder}`) ? readdirSync(`${root}/${folder}`).map((file) => `${folder}/${file}`) : [],
  );
const schemas = paths.map((path) => JSON.parse(read(path)));

test.each(paths)('%s is named after its file, says what it is of, and stands in the list of schemas', (path) => {
  expect(JSON.parse(read(path))).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:hoplite:schema:${basename(path, '.schema.json')}:1`,
    title: expect.stringMatching(/\S/),
    description: expect.stringMatching(/\S/),
  });
  expect(read('docs/formats.md')).toContain(`](../${path})`);
});

test('all of them together are taken by a validator that refuses what it does not know', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  for (const schema of schemas) ajv.addSchema(schema);
  for (const { $id } of schemas) expect(ajv.getSchema($id)).toBeInstanceOf(Function);
  expect(schemas).toHaveLength(8);
});
