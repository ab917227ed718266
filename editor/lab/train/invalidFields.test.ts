/** Marks of fields are counted by field. */
import { expect, test } from 'vitest';
import { hasInvalidField, markField } from './invalidFields';

test('one corrected field does not clear the mark of another', () => {
  expect(hasInvalidField()).toBe(false);
  markField('rate', true);
  markField('rate', true);
  markField('steps', true);
  markField('rate', false);
  expect(hasInvalidField()).toBe(true);
  markField('steps', false);
  markField('never marked', false);
  expect(hasInvalidField()).toBe(false);
});
