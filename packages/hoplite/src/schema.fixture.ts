import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const names = ['trace-result', 'trace-event', 'watch-event', 'packet-record', 'mtr', 'scamper', 'atlas'] as const;
type SchemaName = (typeof names)[number];

/** What the schema has against a value; empty where the value is as the schema says. */
export function schemaFaults(name: SchemaName, value: unknown): string[] {
  return faults(asPublished, name, value);
}

/**
 * The same with every object closed. The schema as published lets pass what later versions may add; no field that is
 * printed today may be missing from it.
 */
export function closedSchemaFaults(name: SchemaName, value: unknown): string[] {
  return faults(closed, name, value);
}

const asPublished = ajvOver((schema) => schema);
const closed = ajvOver(closeObjects);

function ajvOver(change: (schema: unknown) => unknown): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  for (const name of names) ajv.addSchema(change(readSchema(name)) as object, name);
  return ajv;
}

function readSchema(name: SchemaName): unknown {
  return JSON.parse(readFileSync(new URL(`../schema/${name}.schema.json`, import.meta.url), 'utf8'));
}

function closeObjects(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closeObjects);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closeObjects(value)]));
  const describesFields = 'type' in schema && 'properties' in schema;
  return describesFields ? { additionalProperties: false, ...inner } : inner;
}

function faults(ajv: Ajv2020, name: SchemaName, value: unknown): string[] {
  if (ajv.validate(name, value)) return [];
  return (ajv.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
