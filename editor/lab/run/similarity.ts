/** A similarity of two sentences in figures and in words. */

/** Three decimals: "0.647", "-0.012". */
export function similarityText(cosine: number): string {
  const text = cosine.toFixed(3);
  return text === '-0.000' ? '0.000' : text;
}

/** What a trained sentence encoder means by a cosine. */
export function similarityWords(cosine: number): string {
  if (cosine >= 0.995) return 'the same meaning';
  if (cosine >= 0.75) return 'very close in meaning';
  if (cosine >= 0.5) return 'close in meaning';
  if (cosine >= 0.25) return 'something in common';
  return 'little in common';
}
