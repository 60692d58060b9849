import { formatLaws } from '@hoplite/testing';
import { test } from 'vitest';
import { markdown } from './markdown-format.js';

for (const { name, check } of formatLaws({ begin: () => markdown.begin({}) })) test(name, check);
