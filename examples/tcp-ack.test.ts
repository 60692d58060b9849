import { methodLaws } from '@hoplite/testing';
import { test } from 'vitest';
import { tcpAck } from './tcp-ack.js';

for (const { name, check } of methodLaws({ method: tcpAck, flow: ({ index }) => index })) test(name, check);
