// Makes the built command executable, so that `npx chargepointd` and the package's bin work.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';

chmodSync(join(import.meta.dirname, '..', 'dist', 'main.js'), 0o755);
