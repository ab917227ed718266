/** The contract of every op on the WebGPU backend. */
import { testContract } from './testing/contract';

testContract('webgpu');
