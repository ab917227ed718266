/** Learning from another network's answers. Hinton et al. 2015; hard form by Touvron et al. 2021. */
import type { Value } from '../../../ops/types';
import { choice, defineBlock, float } from '../../define';
import { hinton2015 } from '../../shared/papers';
import { crossEntropyOfEach, meanOfAll, rightOfEach } from '../../shared/tokenLoss';
import type { BlockBuilder } from '../../types';

export default defineBlock({
  id: 'distillation-loss',
  title: 'Distillation loss',
  family: 'heads',
  icon: 'FlaskConical',
  advanced: true,
  docs: {
    summary:
      'A small network learns from the answers of a large one beside the right ones: how likely the teacher finds the wrong classes tells more than the label alone. The teacher itself does not learn.',
    alsoCalled: ['Kullback-Leibler', 'KL divergence', 'teacher', 'knowledge distillation'],
    formula: String.raw`L = (1 - \alpha) \, \mathrm{CE}(z, y) + \alpha \, T^2 \, \mathrm{KL}\!\left(\mathrm{softmax}(z^{teacher} / T) \,\middle\|\, \mathrm{softmax}(z / T)\right)`,
    paper: { ...hinton2015, where: 'section 2' },
    pytorch:
      "(1 - alpha) * F.cross_entropy(z, y) + alpha * T**2 * F.kl_div(F.log_softmax(z / T, -1), F.softmax(teacher / T, -1), reduction='batchmean')",
    keras: 'keras.losses.KLDivergence()(softmax(teacher / T), softmax(logits / T)) * T**2',
  },
  inputs: {
    logits: { axes: '... classes', doc: 'Scores of the student.' },
    teacher: { axes: '... classes', doc: 'Scores of the teacher.' },
    labels: { axes: '...', dtype: 'int32', doc: 'The right answers.' },
    distilled: {
      axes: '... classes',
      optional: true,
      doc: 'Scores of the distillation token (DeiT), which learns from the teacher in place of logits.',
    },
  },
  outputs: { loss: { axes: '' } },
  params: {
    form: choice({
      label: 'Learns',
      default: 'soft',
      choices: { soft: 'How likely each class is', hard: "The teacher's choice (DeiT)" },
    }),
    temperature: float({
      label: 'Temperature',
      doc: 'Above 1 softens both answers, so that small probabilities count more. Not used in the hard form.',
      default: 3,
      min: 0.1,
      max: 100,
      symbol: 'T',
    }),
    alpha: float({
      label: 'Share of the teacher',
      default: 0.5,
      min: 0,
      max: 1,
      symbol: 'α',
    }),
    smoothing: float({
      label: 'Label smoothing',
      doc: 'Of the right answers.',
      default: 0,
      min: 0,
      max: 0.9,
      symbol: 'ε',
    }),
  },
  examples: [
    {
      inputs: { logits: [3, 5], teacher: [3, 5], labels: [3] },
      outputs: { loss: [] },
      parameters: 0,
    },
    {
      params: { form: 'hard', smoothing: 0.1 },
      inputs: { logits: [3, 5], teacher: [3, 5], labels: [3], distilled: [3, 5] },
      outputs: { loss: [] },
      parameters: 0,
    },
  ],
  build: (b, inputs, { form, temperature, alpha, smoothing }) => {
    const { logits, labels, distilled } = inputs;
    const teacher = b.stopGradient([inputs.teacher]);
    const student = distilled ?? logits;
    const fromLabels = meanOfAll(b, crossEntropyOfEach(b, logits, labels, smoothing));
    const fromTeacher = meanOfAll(
      b,
      form === 'hard'
        ? crossEntropyOfEach(b, student, b.argMax([teacher]))
        : divergenceOfEach(b, teacher, student, temperature),
    );
    const loss = b.add([
      b.scale([fromLabels], { factor: 1 - alpha }),
      b.scale([fromTeacher], { factor: alpha }),
    ]);
    b.output('loss', loss, 'loss');
    b.output('metric', meanOfAll(b, rightOfEach(b, logits, labels)), 'accuracy');
    return { loss };
  },
});

/** T^2 KL(teacher || student) at temperature T, along the last axis: [..., K] -> [...]. */
function divergenceOfEach(
  b: BlockBuilder,
  teacher: Value,
  student: Value,
  temperature: number,
): Value {
  const soft = (logits: Value) => b.logSoftmax([b.scale([logits], { factor: 1 / temperature })]);
  const wanted = soft(teacher);
  const gap = b.mul([b.exp([wanted]), b.sub([wanted, soft(student)])]);
  const sum = b.sum([gap], { axes: [gap.shape.length - 1], keepDims: false });
  return b.scale([sum], { factor: temperature ** 2 });
}
