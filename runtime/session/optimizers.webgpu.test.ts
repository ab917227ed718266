/** Optimisers against PyTorch on a real WebGPU device. */
import { testOptimizers } from './testing/optimizers';

testOptimizers('webgpu', 1e-4);
