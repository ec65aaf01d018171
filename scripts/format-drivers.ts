// Rewrites the driver files below drivers/, or those that are named, in their canonical layout; with --check only tells which ones differ.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readJson } from '../src/base/json-source';
import { printDriver } from '../src/driver/print';

const root = join(__dirname, '..');
const isCheck = process.argv.includes('--check');
let isFine = true;

const named = process.argv.slice(2).filter((argument) => argument.endsWith('.json'));
const shipped = readdirSync(join(root, 'drivers'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const files = named.length > 0 ? named.map((name) => resolve(name)) : shipped;

for (const file of files) {
  const name = relative(root, file);
  const text = readFileSync(file, 'utf8');
  const { value, problems } = readJson(text);
  for (const { line, column, message, advice } of problems) {
    console.error(`${name}:${line}:${column} ${message}; ${advice}`);
    isFine = false;
  }
  // A file that says a thing twice is left as it is: printing it would choose one of the two.
  if (problems.length > 0 || printDriver(value) === text) continue;
  if (isCheck) {
    console.error(`${name} is not in the canonical layout; run npm run format`);
    isFine = false;
  } else {
    writeFileSync(file, printDriver(value));
    console.log(`${name} rewritten`);
  }
}

process.exitCode = isFine ? 0 : 1;
