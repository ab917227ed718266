/** The mark: two ports and the cord between them. */
export function Logo({ words = false }: { readonly words?: boolean }) {
  return (
    <span className="logo">
      <svg width="22" height="22" viewBox="0 0 24 24" fill="none" aria-hidden>
        <path
          d="M6.5 15.5V11a5.5 5.5 0 0 1 11 0v-2.5"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
        />
        <circle cx="6.5" cy="18" r="3" stroke="currentColor" strokeWidth="2" />
        <circle cx="17.5" cy="6" r="3" fill="currentColor" stroke="currentColor" strokeWidth="2" />
      </svg>
      {words ? <strong>Patchbay</strong> : <span className="visually-hidden">Patchbay</span>}
    </span>
  );
}
