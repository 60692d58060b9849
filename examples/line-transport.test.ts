import { transportLaws } from '@hoplite/testing';
import { test } from 'vitest';
import { createLineTransport } from './line-transport.js';

const laws = transportLaws({
  create: () => createLineTransport(['198.51.100.1', '198.51.100.2'], '192.0.2.9'),
  destination: '192.0.2.9',
  unroutable: '203.0.113.9',
  patience: 20,
  settle: () => new Promise((resolve) => setImmediate(resolve)),
});
for (const { name, check } of laws) test(name, check);
