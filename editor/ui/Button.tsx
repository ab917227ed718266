/** Buttons: with words, or an icon with its word in a tip. */
import type { ComponentProps, ReactNode } from 'react';

interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: 'plain' | 'primary' | 'quiet';
  readonly small?: boolean;
}

export function Button({ variant = 'plain', small, className, ...rest }: ButtonProps) {
  const classes = ['button', variant, small ? 'small' : '', className ?? ''];
  return <button type="button" {...rest} className={classes.filter(Boolean).join(' ')} />;
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  readonly label: string;
  /** Shown after the label in the tip: `Ctrl+Z`. */
  readonly keys?: string;
  readonly tip?: 'below' | 'above';
  /** Which edge of the button the tip keeps to, near an edge of the page. */
  readonly align?: 'middle' | 'start' | 'end';
  readonly children: ReactNode;
}

export function IconButton({
  label,
  keys,
  tip = 'below',
  align = 'middle',
  className,
  variant = 'quiet',
  ...rest
}: IconButtonProps) {
  const place = [
    'icon',
    'tip',
    tip === 'above' ? 'tip-up' : '',
    align === 'middle' ? '' : `tip-${align}`,
  ];
  return (
    <Button
      aria-label={label}
      data-tip={keys ? `${label}  ${keys}` : label}
      variant={variant}
      className={[...place, className ?? ''].filter(Boolean).join(' ')}
      {...rest}
    />
  );
}
