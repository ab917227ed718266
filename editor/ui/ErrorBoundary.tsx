/** Keeps a fault in one panel from taking the page with it. */
import { Component, type ReactNode } from 'react';
import { Button } from './Button';

interface Props {
  /** "The inspector", "The canvas". */
  readonly name: string;
  readonly children: ReactNode;
  /** What can be done besides trying again: "Download my graph". */
  readonly actions?: ReactNode;
  /** When it changes, the panel is tried again. */
  readonly resetKey?: unknown;
}

interface State {
  readonly failed: boolean;
  readonly resetKey: unknown;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    if (props.resetKey === state.resetKey) return null;
    return { failed: false, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="failed" role="alert">
        <h2>{this.props.name} had a problem</h2>
        <p>Your graph is safe: it is saved apart from what you see here.</p>
        <div style={{ display: 'flex', gap: 8 }}>
          <Button onClick={() => this.setState({ failed: false })}>Try again</Button>
          {this.props.actions}
        </div>
      </div>
    );
  }
}
