/** Names of classes. */

const names: Readonly<Record<string, readonly string[]>> = {
  digits: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
};

/** "7" where the set of names is known, else "class 7". */
export function classLabel(labels: string | undefined, index: number): string {
  const known = labels !== undefined && Object.hasOwn(names, labels) ? names[labels] : undefined;
  return known?.[index] ?? `class ${index}`;
}
