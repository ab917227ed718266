/** Signs of life for the supervisor on the other thread. */
import type { Heartbeat } from '../protocol';

const INTERVAL_MS = 1000;

export interface HeartbeatSender {
  /**
   * Says before work that blocks the worker how long it may be silent; without this a slow step
   * would be taken for a dead worker. Holds until the next call.
   */
  allow(milliseconds: number): void;
  /** Says that this worker's backend is beyond use, so that another worker is started. */
  giveUp(): void;
  stop(): void;
}

export function createHeartbeat(post: (message: Heartbeat) => void): HeartbeatSender {
  let allowanceMs = 0;
  let broken = false;
  const beat = () => post({ kind: 'heartbeat', allowanceMs, broken });
  const timer = setInterval(beat, INTERVAL_MS);
  beat();
  return {
    allow(milliseconds) {
      const changed = milliseconds > allowanceMs;
      allowanceMs = milliseconds;
      // Less can wait for the next beat; more must be known before the worker falls silent.
      if (changed) beat();
    },
    giveUp() {
      broken = true;
      beat();
    },
    stop: () => clearInterval(timer),
  };
}

/** How long one of several tasks may keep the worker silent. */
export interface Allowance {
  /** Holds until the next call, or until the task ends. */
  allow(milliseconds: number): void;
  end(): void;
}

/** Several tasks share a heartbeat: the worker may be silent as long as the slowest of them. */
export function shareHeartbeat(sender: Pick<HeartbeatSender, 'allow'>): () => Allowance {
  const allowances = new Map<symbol, number>();
  const tell = () => sender.allow(Math.max(0, ...allowances.values()));
  return () => {
    const task = Symbol('task');
    return {
      allow(milliseconds) {
        allowances.set(task, milliseconds);
        tell();
      },
      end() {
        if (allowances.delete(task)) tell();
      },
    };
  };
}

/** Multiply-adds and additions a second that the slowest classroom machine reaches, by a margin. */
const SLOWEST = { webgpu: 1e9, webgl: 1e9, wasm: 1e8, cpu: 2e7 } as const;
/** Shaders are built on first use, which blocks. */
const FIRST_USE_MS = { webgpu: 60_000, webgl: 60_000, wasm: 10_000, cpu: 10_000 } as const;

/** How long a first run of that many floating-point operations may block, at the very most. */
export function longestRun(backend: keyof typeof SLOWEST, flops: number): number {
  return FIRST_USE_MS[backend] + (1000 * flops) / SLOWEST[backend];
}
