/** `npm run preview`: serves the built site as a host would. `-- --port 4173 --base /patchbay/`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './lib/install.mjs';
import { createStaticServer } from './lib/serve.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4173' },
    base: { type: 'string', default: '/patchbay/' },
    folder: { type: 'string', default: join(root, 'dist') },
  },
});

if (!existsSync(join(values.folder, 'index.html'))) {
  console.error('There is no built site; run `npm run build` first.');
  process.exit(1);
}
createStaticServer({ folder: values.folder, base: values.base }).listen(
  Number(values.port),
  '127.0.0.1',
  () => console.log(`http://localhost:${values.port}${values.base}`),
);
