import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';

const load = createRequire(import.meta.url);
const ajv = new Ajv2020({ allowUnionTypes: true });
ajv.addSchema(load('hoplite/schema/trace-result.schema.json'));
const isEvent = ajv.compile(load('hoplite/schema/trace-event.schema.json'));

const line = { v: 1, event: 'hop', trace: 1, target: '192.0.2.80', hop: { ttl: 1, probes: [] } };
console.log(isEvent(line), isEvent({ ...line, hop: { ttl: 256, probes: [] } }));
