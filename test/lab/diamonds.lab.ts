import { describeNetwork } from './laboratory.js';

describeNetwork('diamonds');
