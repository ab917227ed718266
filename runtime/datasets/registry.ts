/** The data sets that are offered; what is in them is loaded when it is used. */
import mnist from './mnist/dataset';
import reverseDigits from './reverseDigits/dataset';
import type { DatasetDefinition } from './types';

export const datasets: readonly DatasetDefinition[] = [mnist, reverseDigits];
