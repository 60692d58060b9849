import { writeFileSync } from 'node:fs';
import { traceFormats, traceroute } from 'hoplite';

const { result } = traceroute('127.0.0.1');
const report = traceFormats.html.begin({ single: true });
writeFileSync('report.html', report.trace(await result, 1) + report.end());
