import { expect, it } from 'vitest';
import { missingData } from './missingData';

it('names what is missing, the command that adds it, and offers the part that is there', () => {
  expect(missingData('cifar10', 'cifar10')).toEqual({
    code: 'run/pack',
    severity: 'error',
    message: 'This site does not have all of CIFAR-10.',
    hint: 'Whoever runs the site adds it with: npm run data -- cifar10. Your graph is unchanged.',
    at: {},
    fixes: [
      {
        label: 'Use the small part',
        edits: [{ kind: 'setExperiment', part: { dataset: 'cifar10-small' } }],
      },
    ],
  });
});

it('offers nothing where there is no smaller part', () => {
  const { message, fixes } = missingData('sounds', 'sounds-1');
  expect(message).toBe('This site does not have the data set “sounds”.');
  expect(fixes).toBeUndefined();
});
