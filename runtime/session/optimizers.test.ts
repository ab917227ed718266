/** Optimisers against PyTorch, where tests run everywhere. */
import { testOptimizers } from './testing/optimizers';

testOptimizers('cpu', 1e-5);
testOptimizers('wasm', 1e-5);
