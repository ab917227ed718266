/** Every op there is. Adding one: write its file, list it here, give it cases in `testing/cases`. */
import { abs } from './arithmetic/abs';
import { add } from './arithmetic/add';
import { cast } from './arithmetic/cast';
import { cos } from './arithmetic/cos';
import { div } from './arithmetic/div';
import { equal } from './arithmetic/equal';
import { exp } from './arithmetic/exp';
import { floor } from './arithmetic/floor';
import { gelu } from './arithmetic/gelu';
import { geluGrad } from './arithmetic/geluGrad';
import { greater } from './arithmetic/greater';
import { greaterEqual } from './arithmetic/greaterEqual';
import { log } from './arithmetic/log';
import { logicalAnd } from './arithmetic/logicalAnd';
import { logicalNot } from './arithmetic/logicalNot';
import { maximum } from './arithmetic/maximum';
import { minimum } from './arithmetic/minimum';
import { mul } from './arithmetic/mul';
import { neg } from './arithmetic/neg';
import { relu } from './arithmetic/relu';
import { reluGrad } from './arithmetic/reluGrad';
import { rsqrt } from './arithmetic/rsqrt';
import { scale } from './arithmetic/scale';
import { shift } from './arithmetic/shift';
import { sigmoid } from './arithmetic/sigmoid';
import { sin } from './arithmetic/sin';
import { sqrt } from './arithmetic/sqrt';
import { square } from './arithmetic/square';
import { stopGradient } from './arithmetic/stopGradient';
import { sub } from './arithmetic/sub';
import { tanh } from './arithmetic/tanh';
import { where } from './arithmetic/where';
import { linearSumAssignment } from './assignment/linearSumAssignment';
import { avgPool } from './convolution/avgPool';
import { avgPoolGrad } from './convolution/avgPoolGrad';
import { conv2d } from './convolution/conv2d';
import { conv2dFilterGrad } from './convolution/conv2dFilterGrad';
import { conv2dInputGrad } from './convolution/conv2dInputGrad';
import { depthwiseConv2d } from './convolution/depthwiseConv2d';
import { fold } from './convolution/fold';
import { maxPool } from './convolution/maxPool';
import { maxPoolGrad } from './convolution/maxPoolGrad';
import { unfold } from './convolution/unfold';
import { matmul } from './linear/matmul';
import { gather } from './lookup/gather';
import { gatherGrad } from './lookup/gatherGrad';
import { oneHot } from './lookup/oneHot';
import { setRow } from './lookup/setRow';
import { takeRow } from './lookup/takeRow';
import { logSoftmax } from './normalization/logSoftmax';
import { normalize } from './normalization/normalize';
import { normalizeGrad } from './normalization/normalizeGrad';
import { softmax } from './normalization/softmax';
import { softmaxGrad } from './normalization/softmaxGrad';
import { adamMean } from './optimizer/adamMean';
import { adamStep } from './optimizer/adamStep';
import { adamVariance } from './optimizer/adamVariance';
import { axpby } from './optimizer/axpby';
import { dropoutMask } from './random/dropoutMask';
import { randomNormal } from './random/randomNormal';
import { randomUniform } from './random/randomUniform';
import { gru } from './recurrent/gru';
import { gruGrad } from './recurrent/gruGrad';
import { lstm } from './recurrent/lstm';
import { lstmGrad } from './recurrent/lstmGrad';
import { rnn } from './recurrent/rnn';
import { rnnGrad } from './recurrent/rnnGrad';
import { argMax } from './reduce/argMax';
import { max } from './reduce/max';
import { mean } from './reduce/mean';
import { min } from './reduce/min';
import { sum } from './reduce/sum';
import { broadcastTo } from './shape/broadcastTo';
import { concat } from './shape/concat';
import { pad } from './shape/pad';
import { reshape } from './shape/reshape';
import { slice } from './shape/slice';
import { transpose } from './shape/transpose';

export const opTable = {
  add,
  sub,
  mul,
  div,
  maximum,
  minimum,
  neg,
  exp,
  log,
  sqrt,
  rsqrt,
  square,
  tanh,
  sigmoid,
  sin,
  cos,
  abs,
  floor,
  relu,
  gelu,
  scale,
  shift,
  cast,
  equal,
  greater,
  greaterEqual,
  logicalAnd,
  logicalNot,
  where,
  stopGradient,
  matmul,
  reshape,
  transpose,
  concat,
  slice,
  pad,
  broadcastTo,
  sum,
  mean,
  max,
  min,
  softmax,
  logSoftmax,
  argMax,
  oneHot,
  gather,
  takeRow,
  setRow,
  normalize,
  conv2d,
  depthwiseConv2d,
  unfold,
  fold,
  maxPool,
  avgPool,
  linearSumAssignment,
  dropoutMask,
  randomNormal,
  randomUniform,
  rnn,
  lstm,
  gru,
  rnnGrad,
  lstmGrad,
  gruGrad,
  reluGrad,
  geluGrad,
  softmaxGrad,
  normalizeGrad,
  conv2dInputGrad,
  conv2dFilterGrad,
  maxPoolGrad,
  avgPoolGrad,
  gatherGrad,
  adamMean,
  adamVariance,
  adamStep,
  axpby,
};

export type OpTable = typeof opTable;
