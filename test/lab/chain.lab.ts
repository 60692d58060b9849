import { describeNetwork } from './laboratory.js';

describeNetwork('chain');
