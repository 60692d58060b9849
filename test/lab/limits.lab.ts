import { describeNetwork } from './laboratory.js';

describeNetwork('limits');
