import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';

const require = createRequire(import.meta.url);
const ajv = new Ajv2020({ allowUnionTypes: true });
ajv.addSchema(require('hoplite/schema/trace-result.schema.json'));
const isEvent = ajv.compile(require('hoplite/schema/trace-event.schema.json'));
console.log(isEvent({ v: 1, event: 'end' }), ajv.errorsText(isEvent.errors));
