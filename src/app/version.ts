// The version of this program, from the one place where it is written.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `package.json` lies two folders above both `src/app` and `dist/app`. */
const FILE = join(__dirname, '..', '..', 'package.json');

export const VERSION: string = (JSON.parse(readFileSync(FILE, 'utf8')) as { version: string }).version;
