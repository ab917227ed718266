/**
 * Greedy decoding of a batch: the model writes one token after the other, each time reading what it has
 * written so far. What is measured this way is what a user sees; feeding the right answers would be
 * easier.
 */
import { PAD, START } from '../datasets/tokenizers';
import { likeliest } from './generate/chooser';
import { createWriter, type WriterOptions } from './generate/writer';
import { writeTokens } from './generate/writeTokens';

export interface DecodeOptions extends WriterOptions {
  /** Asked before each token; true ends the decoding early. */
  readonly shouldStop: () => boolean | Promise<boolean>;
}

export interface Decoded {
  /** What was written, row by row [B, T]; after the end token only padding. */
  readonly tokens: Int32Array;
  readonly finite: boolean;
}

export async function greedyDecode(options: DecodeOptions): Promise<Decoded> {
  const writer = createWriter(options);
  const { batch, places } = writer;
  try {
    const { rows, finite } = await writeTokens({
      writer,
      prompt: [START],
      choose: likeliest,
      maxTokens: places,
      slides: false,
      pause: async () => ((await options.shouldStop()) ? 'stopped' : null),
    });
    const tokens = new Int32Array(batch * places).fill(PAD);
    for (const [row, written] of rows.entries()) {
      tokens.set(
        written.map(({ id }) => id),
        row * places,
      );
    }
    return { tokens, finite };
  } finally {
    writer.dispose();
  }
}
