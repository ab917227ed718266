/** How far a link of some length gets: chat programs cut long ones without a word. */

export interface LengthBand {
  readonly tone: 'good' | 'warning';
  readonly text: string;
  /** The file is the better way. */
  readonly fileFirst: boolean;
}

/** Discord refuses above 2,000 characters, Slack cuts near 4,000; browsers take far more. */
export function lengthBand(characters: number): LengthBand {
  if (characters <= 2000) {
    return { tone: 'good', text: 'Short enough for mail and every chat.', fileFirst: false };
  }
  if (characters <= 8000) {
    return {
      tone: 'warning',
      text: 'Some chats cut links this long. Mail is fine; a cut link says so when it is opened.',
      fileFirst: false,
    };
  }
  return {
    tone: 'warning',
    text: 'Too long for most chats. Send the file instead.',
    fileFirst: true,
  };
}
