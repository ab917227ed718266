/** Commands on the document as a whole. */
import type { Experiment, GraphDocument } from '../../runtime/index';
import { cleanText, MAX_DESCRIPTION, MAX_LABEL } from '../../runtime/index';
import type { Command } from './command';

/** Names the document; an empty title becomes "Untitled". */
export function setTitle(title: string): Command {
  const text = cleanText(title, MAX_LABEL).trim() || 'Untitled';
  return {
    label: 'Rename',
    whole: true,
    apply: (document) => (document.title === text ? document : { ...document, title: text }),
  };
}

/** Describes the document in a few sentences; an empty text takes the description away. */
export function setDescription(description: string): Command {
  const text = cleanText(description, MAX_DESCRIPTION).trim();
  return {
    label: 'Change description',
    whole: true,
    apply: (document) => {
      if (text === (document.description ?? '')) return document;
      const { description: _old, ...rest } = document;
      return text === '' ? rest : { ...rest, description: text };
    },
  };
}

/** Changes how the graph is trained; `undefined` takes the whole experiment away. */
export function setExperiment(experiment: Experiment | undefined): Command {
  return {
    label: 'Change training',
    apply: (document) => {
      if (JSON.stringify(experiment) === JSON.stringify(document.experiment)) return document;
      const { experiment: _old, ...rest } = document;
      return experiment === undefined ? rest : { ...rest, experiment };
    },
  };
}

/**
 * Puts another document in the place of this one: reset to a preset, take a version back. Results
 * stay those of this one, see `annotate` of the store.
 */
export function replaceDocument(next: GraphDocument, label: string): Command {
  return { label, whole: true, apply: () => next };
}
