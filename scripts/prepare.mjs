// Runs before `npm start` and `npm test`: installs from the lock file and builds, each only when something changed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Every file below a folder, in a stable order. */
function filesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** Runs `work` unless the stamp says that it was done for just these inputs. */
function once(stamp, inputs, work) {
  const wanted = fingerprint(inputs);
  const path = join(root, stamp);
  if (existsSync(path) && readFileSync(path, 'utf8') === wanted) return;
  work();
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, wanted);
}

const npm = (...args) =>
  execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: root, stdio: 'inherit' });

once('node_modules/.chargepointd-installed', [join(root, 'package-lock.json')], () => {
  console.error('Installing packages from the lock file …');
  npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
});

once(
  'dist/.chargepointd-built',
  [
    ...filesBelow('src'),
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.build.json'),
    join(root, 'package-lock.json'),
  ],
  () => {
    console.error('Building …');
    npm('run', '--silent', 'build');
  },
);
