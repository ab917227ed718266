/** Names of classes. */

const known: Readonly<Record<string, readonly string[]>> = {
  digits: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  'fashion-mnist': [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  cifar10: [
    'airplane',
    'automobile',
    'bird',
    'cat',
    'deer',
    'dog',
    'frog',
    'horse',
    'ship',
    'truck',
  ],
};

/** "7" where the class has a name, of its own or of a known set, else "class 7". */
export function classLabel(
  labels: string | undefined,
  index: number,
  names?: readonly string[],
): string {
  const set = labels !== undefined && Object.hasOwn(known, labels) ? known[labels] : undefined;
  return (names ?? set)?.[index] ?? `class ${index}`;
}
