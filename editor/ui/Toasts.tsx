/** Shows notices, and holds the page's one live region. */
import { dismiss, useNotices, useSpoken } from './notices';

export function Toasts() {
  const notices = useNotices();
  const spoken = useSpoken();
  return (
    <>
      <div className="visually-hidden" aria-live="polite" role="status">
        {spoken}
      </div>
      <div className="toasts">
        {notices.map((notice) => (
          <div key={notice.id} className="toast">
            <span>{notice.text}</span>
            {notice.action && (
              <button
                type="button"
                onClick={() => {
                  notice.action?.run();
                  dismiss(notice.id);
                }}
              >
                {notice.action.label}
              </button>
            )}
            <button type="button" aria-label="Dismiss" onClick={() => dismiss(notice.id)}>
              ✕
            </button>
          </div>
        ))}
      </div>
    </>
  );
}
