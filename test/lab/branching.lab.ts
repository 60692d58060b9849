import { describeNetwork } from './laboratory.js';

describeNetwork('branching');
