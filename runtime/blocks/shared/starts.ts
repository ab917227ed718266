/** How weights start where several blocks start alike. */
import type { Initializer } from '../../ops/program';

/**
 * Tokens, position tables and layers of vision transformers: normal with 0.02. The published code
 * (timm, Swin, torchvision) cuts at -2 and 2, a hundred standard deviations away: never.
 */
export const visionStart: Initializer = { kind: 'normal', std: 0.02 };
