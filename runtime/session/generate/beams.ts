/**
 * Beam search over texts: of all continuations of the best ones the best are kept. Scores are
 * log-probabilities, divided by a penalty that makes up for length. Wu et al. 2016, section 7.
 */
import { TOP } from './chooser';
import { bestOf, type Candidate, logProbabilities } from './distribution';

export interface BeamOptions {
  readonly beams: number;
  /** 0: none; from 0.6 to 1 long texts are favoured as much as they lose by being long. */
  readonly lengthPenalty: number;
  readonly maxTokens: number;
  /** The token that ends a text. */
  readonly end: number;
}

export interface BeamToken extends Candidate {
  readonly top: readonly Candidate[];
}

export interface Hypothesis {
  readonly tokens: readonly BeamToken[];
  readonly logProbability: number;
}

export interface ScoredHypothesis extends Hypothesis {
  readonly score: number;
}

/** How the rows of the batch go on: each from a row before, with one token more. */
export interface Advance {
  readonly parents: readonly number[];
  readonly tokens: readonly number[];
}

export interface Beams {
  /**
   * Takes the logits [V] of each text that is not ended, by row; at first of the prompt, row 0. Null
   * when all is found. Rows that are not needed repeat the first.
   */
  advance(logitsOf: (row: number) => Float32Array): Advance | null;
  /** Best first: those that ended, and until then those that go on. */
  best(): readonly ScoredHypothesis[];
}

/** Equation 14: (5 + |Y|)^a / 6^a. */
export function penaltyOf(length: number, lengthPenalty: number): number {
  return ((5 + length) / 6) ** lengthPenalty;
}

/** Ends when as many texts have ended as there are beams; texts that are cut off count then. */
export function createBeams({ beams, lengthPenalty, maxTokens, end }: BeamOptions): Beams {
  let live: readonly Hypothesis[] = [{ tokens: [], logProbability: 0 }];
  const finished: Hypothesis[] = [];

  const continuations = (logitsOf: (row: number) => Float32Array) =>
    live
      .flatMap(({ logProbability }, row) => {
        const logs = logProbabilities(logitsOf(row));
        // Of one row there is one end at most among the best.
        const ids = bestOf(logs, Math.max(beams + 1, TOP));
        const top = ids.slice(0, TOP).map((id) => ({ id, probability: Math.exp(logs[id]) }));
        return ids.map((id) => ({ row, id, log: logs[id], total: logProbability + logs[id], top }));
      })
      .sort((a, b) => b.total - a.total);

  return {
    advance(logitsOf) {
      const next: { row: number; id: number; hypothesis: Hypothesis }[] = [];
      for (const [rank, { row, id, log, total, top }] of continuations(logitsOf).entries()) {
        const token = { id, probability: Math.exp(log), top };
        const tokens = [...live[row].tokens, token];
        const hypothesis = { tokens, logProbability: total };
        if (id !== end) next.push({ row, id, hypothesis });
        else if (rank < beams) finished.push(hypothesis);
        if (next.length === beams) break;
      }
      live = next.map(({ hypothesis }) => hypothesis);
      const isFull = live.length > 0 && live[0].tokens.length >= maxTokens;
      if (isFull && finished.length < beams) finished.push(...live);
      if (isFull || live.length === 0 || finished.length >= beams) {
        live = [];
        return null;
      }
      const rows = Array.from({ length: beams }, (_, i) => next[i] ?? next[0]);
      return { parents: rows.map(({ row }) => row), tokens: rows.map(({ id }) => id) };
    },
    best() {
      return [...finished, ...live]
        .map((hypothesis) => {
          const penalty = penaltyOf(hypothesis.tokens.length, lengthPenalty);
          return { ...hypothesis, score: hypothesis.logProbability / penalty };
        })
        .sort((a, b) => b.score - a.score)
        .slice(0, beams);
    },
  };
}
