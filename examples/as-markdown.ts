import { readTraces } from 'hoplite';
import { markdown } from './markdown-format.js';

const document = markdown.begin({ level: 3 });
for await (const trace of readTraces('samples/traceroute.pcapng')) {
  if (trace.address === '203.0.113.6') console.log(document.trace(trace, 1) + document.end());
}
