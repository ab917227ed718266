/** What the commands take, in words. */
import { datasets } from '../runtime/datasets/registry';

/** One line each: its name, what it is, and how the site gets it where it is a data pack. */
const dataLines = datasets
  .map(({ id, title, pack }) => {
    const after = pack === undefined ? '' : `, after npm run data -- ${pack}`;
    return `                   ${id.padEnd(20)}${title}${after}`;
  })
  .join('\n');

const commands: Readonly<Record<string, string>> = {
  check: `patchbay check GRAPH [--json]
  Every problem of a graph. Exit status 1 if it has an error.
`,
  summary: `patchbay summary GRAPH [--batch N] [--depth N] [--json]
  Layers, shapes, parameters, MACs, FLOPs, memory and dispatches, forward and for a training step.
  --depth N      composites are opened N levels deep (1; 0: only the outermost nodes)
`,
  run: `patchbay run GRAPH --inputs IN.safetensors --out OUT.safetensors
             [--weights W.safetensors] [--tap PATH.PORT ...] [--grad] [--seed N] [--backend B]
  Runs the graph once. IN holds a tensor for each input node, by its path, the batch first; OUT gets
  each result by the path of its node, each tap by its name, and with --grad the gradient of the loss
  with respect to every weight as grad:NAME.
  --weights W    safetensors with our names, or those of PyTorch, timm and Hugging Face where they
                 are known; without it the weights have their starting values
  --seed N       seed of the starting values (0)
`,
  train: `patchbay train GRAPH [--data NAME|DATA.safetensors] [--steps N] [--seed N] [--batch N]
               [--rate R] [--optimizer NAME] [--weights W.safetensors]
               [--out W.safetensors] [--json] [--backend B]
  Trains the graph as the page does; what is not given is taken from the graph's own experiment.
  --data         a file with a tensor for each field (image, label, source, target ...), the
                 examples first: 80 % train, 10 % validate, 10 % test; or a data set:
${dataLines}
  --out W        writes the weights
  --json         one JSON object a line: progress, validation, and the summary
`,
};

const shared = `
GRAPH is a graph file, a share link, or preset:NAME (preset:vit-tiny).
--backend is wasm (default), cpu or webgpu; webgpu takes the graphics processor of this machine, with
--software one that Chromium emulates (right numbers, very slow).
Exit status: 0 all is well, 1 the graph or the run has a problem, 2 the command was not understood.
`;

export const usage = `Usage:\n\n${Object.values(commands).join('\n')}${shared}`;

export function usageOf(name: string): string {
  return `Usage:\n\n${commands[name]}${shared}`;
}
