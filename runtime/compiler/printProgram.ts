/** A program as stable text, for snapshots, bug reports and the curious. */
import type { ValueType } from '../graph/types';
import type { Leaf, Program } from '../ops/program';

/** One line a leaf, an instruction, an output, an update. Equal programs print equal texts. */
export function printProgram(program: Program): string {
  const names = new Map<number, string>();
  const name = (id: number): string => {
    let known = names.get(id);
    if (known === undefined) {
      known = `%${names.size}`;
      names.set(id, known);
    }
    return known;
  };
  const typed = (id: number) => `${name(id)}: ${printType(program.types[id])}`;
  const lines = program.leaves.map((leaf) => `${typed(leaf.value)} = ${printLeaf(leaf)}`);
  let path = '';
  for (const { op, inputs, attrs, output, path: origin, phase } of program.instructions) {
    const heading = phase === 'forward' ? origin : `${origin} (${phase})`;
    if (heading !== path) lines.push(`# ${heading}`);
    path = heading;
    const args = inputs.map(name).join(', ');
    lines.push(`${typed(output)} = ${op.name}(${args})${printAttrs(attrs)}`);
  }
  for (const output of program.outputs) {
    lines.push(`return ${output.kind} ${output.path} "${output.name}" ${name(output.value)}`);
  }
  for (const { name: target, value } of program.updates)
    lines.push(`assign ${target} ${name(value)}`);
  for (const tap of Object.keys(program.taps).sort()) {
    lines.push(`tap ${tap} ${name(program.taps[tap])}`);
  }
  return `${lines.join('\n')}\n`;
}

const shortTypes = { float32: 'f32', int32: 'i32', bool: 'bool' } as const;

function printType({ dtype, shape }: ValueType): string {
  return `${shortTypes[dtype]}[${shape.join(',')}]`;
}

function printLeaf(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'input':
      return `input ${leaf.name} ${leaf.spec.role}`;
    case 'weight':
      return `${leaf.trainable ? 'weight' : 'buffer'} ${leaf.name} ${leaf.initializer.kind}`;
    case 'constant':
      return `constant ${leaf.key}`;
    case 'slot':
      return `slot ${leaf.name}`;
    case 'scalar':
      return `scalar ${leaf.name}`;
    case 'carried':
      return `carried ${leaf.name}`;
  }
}

function printAttrs(attrs: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(attrs)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return entries.length === 0 ? '' : ` {${entries.join(' ')}}`;
}
