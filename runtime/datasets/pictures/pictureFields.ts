/** The fields of pictures with a class each. */
import type { Field } from '../types';

/** Ten classes with names of their own. */
export function pictureFields(
  side: number,
  channels: number,
  labels: string,
): () => Readonly<Record<string, Field>> {
  const image: Field = { kind: 'image', height: side, width: side, channels };
  const label: Field = { kind: 'class', classes: 10, labels };
  return () => ({ image, label });
}
