/** A button that opens a list of commands; arrows walk it, Escape closes it. */
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';

export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly keys?: string;
  readonly disabled?: boolean;
  readonly run: () => void;
}

interface MenuProps {
  /** The button's content. */
  readonly children: ReactNode;
  readonly label: string;
  readonly buttonClass?: string;
  /** Items by section; a line parts them. */
  readonly sections: readonly (readonly MenuItem[])[];
  readonly align?: 'start' | 'end';
}

export function Menu({ children, label, buttonClass, sections, align = 'start' }: MenuProps) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  const close = useCallback((focus: boolean) => {
    setOpen(false);
    if (focus) button.current?.focus();
  }, []);

  return (
    <div className="menu-anchor" ref={anchor}>
      <button
        type="button"
        ref={button}
        className={buttonClass ?? 'button quiet'}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            setOpen(true);
          }
        }}
      >
        {children}
      </button>
      {open && (
        <MenuList
          id={id}
          label={label}
          sections={sections}
          align={align}
          within={anchor}
          onClose={close}
        />
      )}
    </div>
  );
}

interface MenuListProps extends Pick<MenuProps, 'label' | 'sections' | 'align'> {
  readonly id?: string;
  readonly style?: CSSProperties;
  /** A press outside of it closes the list. */
  readonly within: RefObject<HTMLElement | null>;
  /** `focus`: what opened the list gets the focus back. */
  readonly onClose: (focus: boolean) => void;
}

/** The list alone, for what opens it in another way; its first command has the focus. */
export function MenuList(props: MenuListProps) {
  const { id, label, sections, align, style, within, onClose } = props;
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[role=menuitem]:not(:disabled)')?.focus();
    const outside = (event: PointerEvent) => {
      if (!within.current?.contains(event.target as Node)) onClose(false);
    };
    addEventListener('pointerdown', outside, true);
    return () => removeEventListener('pointerdown', outside, true);
  }, [within, onClose]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose(true);
    } else if (event.key === 'Tab') onClose(false);
    else if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') {
      walk(event.currentTarget, event.key);
      event.preventDefault();
    }
  };

  return (
    <div
      ref={list}
      id={id}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      className={`menu scroll ${align === 'end' ? 'end' : ''}`}
      style={style}
      onKeyDown={onKeyDown}
    >
      {sections.map((items, index) => (
        <div key={items[0]?.label ?? index}>
          {index > 0 && <hr />}
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              className="menu-item"
              disabled={item.disabled}
              onClick={() => {
                onClose(true);
                item.run();
              }}
            >
              {item.icon}
              <span className="grow clip">{item.label}</span>
              {item.keys && <span className="keys">{item.keys}</span>}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Moves the focus among the enabled items of a list. */
function walk(list: Element, key: string): void {
  const items = [...list.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to =
    key === 'Home'
      ? 0
      : key === 'End'
        ? items.length - 1
        : (at + (key === 'ArrowUp' ? -1 : 1) + items.length) % items.length;
  items[to]?.focus();
}
