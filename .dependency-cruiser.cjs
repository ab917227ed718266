/**
 * Who may import whom; docs/architecture.md draws it. Type-only imports count as imports unless a
 * rule says otherwise. `npm run boundaries` checks it.
 */

/** Files that may reach across borders: they check a part from outside. */
const TESTS = '\\.test\\.tsx?$|(^|/)testing/';

/** A stage of the runtime that must not know the stages after it. */
function backwards(from, later) {
  return {
    name: `${from}-knows-no-later-stage`,
    comment: 'graph <- ops <- blocks <- compiler <- export, session; never backwards.',
    severity: 'error',
    from: { path: `^runtime/${from}/`, pathNot: TESTS },
    to: { path: `^runtime/(${later.join('|')})(/|\\.ts$)` },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle of values makes the order of loading decide what is defined.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      // Vite resolves ?worker, ?url and ?raw itself.
      to: { couldNotResolve: true, pathNot: '\\?(worker|url|raw)' },
    },
    {
      name: 'only-listed-packages',
      comment: 'A package that package.json does not list may vanish with another one.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-packages-in-the-site',
      severity: 'error',
      from: { path: '^(runtime|editor|presets)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-node-in-the-site',
      severity: 'error',
      from: { path: '^(runtime|editor|presets)/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },

    // The stages of the runtime.
    backwards('graph', [
      'ops',
      'blocks',
      'compiler',
      'export',
      'session',
      'kernels',
      'datasets',
      'client',
      'protocol',
      'index',
    ]),
    backwards('ops', [
      'blocks',
      'compiler',
      'export',
      'session',
      'kernels',
      'datasets',
      'client',
      'protocol',
      'index',
    ]),
    backwards('blocks', [
      'compiler',
      'export',
      'session',
      'kernels',
      'datasets',
      'client',
      'protocol',
      'index',
    ]),
    backwards('compiler', [
      'export',
      'session',
      'kernels',
      'datasets',
      'client',
      'protocol',
      'index',
    ]),
    backwards('export', ['session', 'kernels', 'client', 'index']),
    backwards('session', ['client', 'index']),
    {
      name: 'weights-know-graph-and-op-types-only',
      comment:
        'Files of weights: names, layouts and bytes; who holds the tensors is not their matter.',
      severity: 'error',
      from: { path: '^runtime/weights/', pathNot: TESTS },
      to: { path: '^(runtime|editor|presets|e2e)/', pathNot: '^runtime/(weights|graph|ops)/' },
    },
    backwards('client', ['session', 'kernels', 'index']),
    {
      name: 'datasets-know-graph-only',
      severity: 'error',
      from: { path: '^runtime/datasets/', pathNot: TESTS },
      to: { path: '^(runtime|editor|presets|e2e)/', pathNot: '^runtime/(datasets|graph)/' },
    },
    {
      name: 'kernels-know-op-types-only',
      comment: 'Kernels are what the ops run on; they may name the types of graph and ops.',
      severity: 'error',
      from: { path: '^runtime/kernels/', pathNot: TESTS },
      to: {
        path: '^runtime/',
        pathNot: '^runtime/kernels/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'kernels-know-no-later-stage',
      severity: 'error',
      from: { path: '^runtime/kernels/', pathNot: TESTS },
      to: { path: '^runtime/(blocks|compiler|export|session|client|datasets)/' },
    },
    {
      name: 'protocol-has-types-only',
      comment: 'Both threads load the protocol; a value in it would drag one side into the other.',
      severity: 'error',
      from: { path: '^runtime/protocol\\.ts$' },
      to: { dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'blocks-know-no-other-block',
      comment: 'runtime/blocks/<family>/<name>/ is one block: deleting its folder removes it.',
      severity: 'error',
      from: { path: '^runtime/blocks/([^/]+)/([^/]+)/', pathNot: TESTS },
      to: {
        path: '^runtime/blocks/[^/]+/[^/]+/',
        pathNot: '^runtime/blocks/$1/$2/',
      },
    },
    {
      name: 'runtime-knows-no-editor',
      severity: 'error',
      from: { path: '^runtime/' },
      to: { path: '^(editor|e2e|bench)/' },
    },
    {
      name: 'runtime-knows-no-presets',
      severity: 'error',
      from: { path: '^runtime/', pathNot: TESTS },
      to: { path: '^presets/' },
    },
    {
      name: 'runtime-knows-no-react',
      severity: 'error',
      from: { path: '^runtime/' },
      to: { path: 'node_modules/(react|react-dom|zustand|@xyflow|lucide-react|katex|uplot)/' },
    },
    {
      name: 'tfjs-is-loaded-by-session-and-kernels',
      comment: 'Ops and blocks are handed `tf`; the first screen never loads it.',
      severity: 'error',
      from: {
        path: '^(runtime|editor|presets|e2e)/',
        pathNot: ['^runtime/(session|kernels)/', TESTS],
      },
      to: { path: 'node_modules/@tensorflow/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'dawn-is-for-tests-only',
      severity: 'error',
      from: { path: '^(runtime|editor|presets)/', pathNot: TESTS },
      to: { path: 'node_modules/webgpu/' },
    },

    // The editor, the presets, the journeys.
    {
      name: 'editor-enters-runtime-through-its-index',
      severity: 'error',
      from: { path: '^editor/', pathNot: TESTS },
      to: { path: '^runtime/', pathNot: '^runtime/index\\.ts$' },
    },
    {
      name: 'editor-knows-no-journeys',
      severity: 'error',
      from: { path: '^editor/' },
      to: { path: '^(e2e|bench)/' },
    },
    {
      name: 'react-flow-is-for-the-canvas',
      comment: "The document is ours; React Flow's objects stay behind editor/canvas.",
      severity: 'error',
      from: { path: '^(runtime|editor|presets)/', pathNot: ['^editor/canvas/', TESTS] },
      to: { path: 'node_modules/@xyflow/' },
    },
    {
      name: 'presets-are-data',
      comment: 'A preset may name the types of the runtime and nothing else outside its folder.',
      severity: 'error',
      from: { path: '^presets/', pathNot: TESTS },
      to: { path: '^(runtime|editor|e2e|bench)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'presets-know-no-editor',
      severity: 'error',
      from: { path: '^presets/' },
      to: { path: '^(editor|e2e|bench)/' },
    },
    {
      name: 'journeys-know-presets-only',
      comment: 'and the document format, to write the files that they open',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: '^(runtime|editor|bench)/', pathNot: '^runtime/graph/' },
    },
    {
      name: 'the-site-knows-no-command-line',
      severity: 'error',
      from: { path: '^(runtime|editor|presets)/', pathNot: TESTS },
      to: { path: '^cli/' },
    },
    {
      name: 'command-line-needs-no-page',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^(editor|e2e|bench)/|^runtime/client/' },
    },
    {
      name: 'no-test-in-the-site',
      severity: 'error',
      from: { path: '^(runtime|editor|presets)/', pathNot: TESTS },
      to: { path: TESTS },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // cli/bin.mjs starts Vite, whose entry is for Node alone.
    exclude: { path: '^(dist|scripts)/|^cli/bin\\.mjs$' },
    tsConfig: { fileName: 'tsconfig.json' },
    // 'specify' keeps type-only imports and tells them apart from values.
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
      conditionNames: ['import', 'module', 'browser', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
