// Runs before `npm start` and `npm test`: installs from the lock file and builds, each only when something changed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const built = join(root, 'dist', '.built');
const lockFile = join(root, 'package-lock.json');

/** What the build reads. */
const inputs = () => [
  ...filesBelow('src'),
  ...['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].map((name) => join(root, name)),
];

try {
  requireNode();
  if (!isInstalled()) {
    console.error('Installing packages from the lock file …');
    npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
  }
  const wanted = fingerprint(inputs());
  if (readIfThere(built) !== wanted) {
    console.error('Building …');
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    npm('run', '--silent', 'build');
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(built, wanted);
  }
} catch (error) {
  console.error(`prepare: ${error.message}`);
  process.exitCode = 1;
}

function requireNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [wantedMajor, wantedMinor] = engines.node.replace('>=', '').split('.').map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor))
    throw new Error(`this needs Node.js ${engines.node}, and this is ${process.versions.node}`);
}

/** Whether what npm installed is what the lock file asks for; packages for other machines may be absent. */
function isInstalled() {
  const installed = JSON.parse(
    readIfThere(join(root, 'node_modules', '.package-lock.json')) ?? '{}',
  ).packages;
  const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  return (
    installed !== undefined &&
    Object.entries(locked).every(
      ([path, { version, optional }]) =>
        path === '' || optional === true || installed[path]?.version === version,
    )
  );
}

/** Every file below a folder, in a stable order. */
function filesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function npm(...args) {
  const isWindows = process.platform === 'win32';
  try {
    // On Windows npm is a script, which runs only in a shell; the arguments are our own.
    execFileSync('npm', args, { cwd: root, stdio: 'inherit', shell: isWindows });
  } catch {
    throw new Error(`npm ${args.slice(0, 3).join(' ')} failed; what it said stands above`);
  }
}
