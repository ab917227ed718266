/** The only door for the editor: the catalogue, the analysis, the document, and the worker's client. */
export { allBlocks, findBlock } from './blocks/registry';
export type {
  Block,
  BlockDocs,
  CompositeBlock,
  Family,
  Paper,
  ParamSpec,
  PrimitiveBlock,
} from './blocks/types';
export type { RuntimeClient, RuntimeStatus } from './client/connectRuntime';
export { connectRuntime } from './client/connectRuntime';
export { analyze } from './compiler/analyze';
export { resolveBlock } from './compiler/bind';
export { judgeBypass } from './compiler/bypass';
export { addCosts } from './compiler/cost';
export { type Estimate, type EstimateOptions, estimate, type PassCost } from './compiler/estimate';
export { examinable } from './compiler/examinable';
export { needsOf } from './compiler/inputNeeds';
export {
  checkLimits,
  checkTogether,
  describeLargest,
  type LargestValue,
  peakBytesOn,
  peakBytesTogether,
} from './compiler/limits';
export { describeAxes } from './compiler/messages';
export { ADAM, optimizerOf } from './compiler/optimizer';
export type { Analysis, AnalyzeOptions, Cost, DefinedBlock, NodeSummary } from './compiler/types';
export { type Augmentation, augmentImages, augments } from './datasets/augment';
export { checkFit } from './datasets/checkFit';
export { checkTrainingData } from './datasets/checkTrainingData';
export { knownOwn, setKnownOwn } from './datasets/own/knownOwn';
export { isOwnId, titleOfOwnId } from './datasets/own/ownId';
export { describeOwn } from './datasets/own/ownInfo';
export { listOwn, removeOwn, renameOwn } from './datasets/own/ownStore';
export type {
  ColumnRole,
  ImportFile,
  ImportOptions,
  ImportPreview,
  ImportProgress,
  OwnDataset,
} from './datasets/own/types';
export { fetchPackFile, fetchPacks, forgetPacks, packProblem } from './datasets/packs';
export { datasets, findDataset } from './datasets/registry';
export { PADDING, visiblePiece } from './datasets/tokenizer';
export { loadTokenizer, tokenize, tokenizerFor } from './datasets/tokenizers';
export type { Baseline, DatasetInfo, Field, InputNeed, LoadProgress, Task } from './datasets/types';
export type { Diagnostic, DiagnosticCode, Fix, FixEdit, Result, Site } from './graph/diagnostics';
export { diagnosticTitles, failure, success } from './graph/diagnostics';
export * from './graph/document';
export { stepsOf, stepsPerEpoch } from './graph/epochs';
export { namesIn, resolveNumber, resolveScope } from './graph/expression';
export { formatBytes } from './graph/formatBytes';
export { edgeKey, isId, newId } from './graph/ids';
export { learningRateAt, learningRateInTime } from './graph/learningRate';
export { decodeLink, encodeLink, type LinkResult } from './graph/link';
export { isBetter, isShare, metricTitles } from './graph/metric';
export {
  type ParseReport,
  type ParseResult,
  parseDocument,
  parseDocumentFile,
} from './graph/parse';
export { createRandom } from './graph/random';
export {
  cleanText,
  MAX_DESCRIPTION,
  MAX_EXPRESSION,
  MAX_LABEL,
  MAX_RESULTS,
  MAX_SEEDS,
} from './graph/schema';
export { serializeDocument } from './graph/serialize';
export type { Axis, DType, TensorType } from './graph/types';
export {
  toVariant,
  variantDocument,
  variantIds,
  withResults,
  withVariantDocument,
} from './graph/variants';
export type * from './protocol';
