/** Thrown where a backend cannot be used here; the message is the reason, in words for the user. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}
