/** What a graph asks to be fed, read from its compiled program. */
import type { Analysis, GraphDocument } from '../../../runtime/index';
import { pathTitle } from '../pathTitle';

interface InputBase {
  /** Origin path of the input node. */
  readonly path: string;
  readonly title: string;
}

export interface ImageInput extends InputBase {
  readonly kind: 'image';
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface TextInput extends InputBase {
  readonly kind: 'text';
  /** Most tokens it takes. */
  readonly tokens: number;
  /** Number of different tokens. */
  readonly vocabulary: number;
  /** Id of what turns text into tokens. */
  readonly tokenizer: string | null;
}

/** Real numbers: a sequence or a volume. */
export interface NumbersInput extends InputBase {
  readonly kind: 'numbers';
  /** After the batch. */
  readonly axes: readonly { readonly name: string; readonly size: number }[];
}

/** An input that the user fills; labels and generated tokens are not among them. */
export type GraphInput = ImageInput | TextInput | NumbersInput;

/** In the order of the program; none while the graph does not compile. */
export function findInputs(document: GraphDocument, analysis: Analysis): GraphInput[] {
  const { program } = analysis.plan;
  return program.leaves.flatMap((leaf): GraphInput[] => {
    if (leaf.kind !== 'input') return [];
    const { shape } = program.types[leaf.value];
    const base = { path: leaf.name, title: pathTitle(document, analysis, leaf.name) };
    if (leaf.spec.role === 'image') {
      const [, height, width, channels] = shape;
      return [{ ...base, kind: 'image', height, width, channels }];
    }
    if (leaf.spec.role === 'sequence' || leaf.spec.role === 'volume') {
      const names = leaf.spec.axes ?? [];
      const axes = shape.slice(1).map((size, i) => ({ name: names[i] ?? `axis ${i + 1}`, size }));
      return [{ ...base, kind: 'numbers', axes }];
    }
    if (leaf.spec.role !== 'tokens') return [];
    return [
      {
        ...base,
        kind: 'text',
        tokens: shape[1],
        vocabulary: leaf.spec.vocabulary ?? 0,
        tokenizer: leaf.spec.tokenizer ?? null,
      },
    ];
  });
}
