import { describeNetwork } from './laboratory.js';

describeNetwork('refusals');
