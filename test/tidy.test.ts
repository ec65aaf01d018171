// Keeps the house in order: each rule is shown to bite on a small bad file, then every real file is held against it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { cycles, foreignRooms, pageImports, wrongDoors } from './tidy/imports';
import { ROOMS } from './tidy/rooms';
import { barrel, noPurpose, tooLong, unwanted, vagueName } from './tidy/shape';
import { source, sourcesBelow, type Source } from './tidy/source';
import { touches } from './tidy/thinking';

const files = sourcesBelow(join(__dirname, '..'), ['src', 'test', 'scripts']);
const inSrc = files.filter((file) => file.path.startsWith('src/'));

const oneLine = (text: string): string => text.replaceAll('\n', ' ').slice(0, 60);

type FileRule = (file: Source) => string[];

/** Rule, a path and a text that break it, and one that does not. */
function fileRule(
  name: string,
  rule: FileRule,
  cases: { bad: [string, string][]; good: [string, string][] },
): void {
  describe(name, () => {
    for (const [path, text] of cases.bad)
      it(`refuses ${path}: ${oneLine(text)}`, () => assert.notDeepEqual(rule(source(path, text)), []));
    for (const [path, text] of cases.good)
      it(`accepts ${path}: ${oneLine(text)}`, () => assert.deepEqual(rule(source(path, text)), []));
    it('holds for every file', () => assert.deepEqual(files.flatMap(rule), []));
  });
}

describe('tidy', () => {
  it('sees the files of the project', () => {
    assert.ok(inSrc.some((file) => file.path === 'src/base/clock.ts'));
    assert.ok(files.some((file) => file.path === 'test/tidy.test.ts'));
    assert.ok(files.some((file) => file.path.startsWith('scripts/')));
  });

  it('has a plan in which every room imports only rooms above it', () => {
    const order = Object.keys(ROOMS);
    for (const [name, room] of Object.entries(ROOMS))
      for (const other of room.imports)
        assert.ok(order.indexOf(other) < order.indexOf(name), `${name} -> ${other}`);
  });

  fileRule('a room imports only its neighbours', foreignRooms, {
    bad: [
      ['src/base/x.ts', "import type { A } from '../driver/definition';"],
      ['src/driver/x.ts', "import { b } from '../wallbox/step';"],
      ['src/io/x.ts', "import { c } from '../config/parse';"],
      ['src/wallbox/x.ts', "export { c } from '../io/files';"],
      ['src/fimp/x.ts', "type T = import('../app/compose').T;"],
      ['src/cellar/x.ts', "import { c } from '../base/clock';"],
      ['src/cli/x.ts', "import drivers from '../../drivers/abb/terra-ac.json';"],
    ],
    good: [
      ['src/driver/x.ts', "import type { A } from '../modbus/register';\nimport { b } from './parse';"],
      ['src/main.ts', "import { c } from './cli/run';"],
      ['test/driver/x.test.ts', "import { c } from '../../src/app/compose';"],
    ],
  });

  fileRule('the page in the browser imports nothing but types from faces', pageImports, {
    bad: [
      ['src/page/x.ts', "import { a } from '../faces/page';"],
      ['src/page/x.ts', "import type { a } from '../base/clock';"],
      ['src/page/x.ts', "import { a } from 'mqtt';"],
    ],
    good: [['src/page/x.ts', "import type { a } from '../faces/page';\nimport { b } from './draw';"]],
  });

  fileRule('thinking rooms touch nothing', touches, {
    bad: [
      ['src/wallbox/x.ts', 'export async function a() {}'],
      ['src/wallbox/x.ts', 'export const a = async () => 1;'],
      ['src/wallbox/x.ts', 'await b;'],
      ['src/wallbox/x.ts', 'for await (const a of b) c(a);'],
      ['src/wallbox/x.ts', 'export function a(): Promise<void> { return b; }'],
      ['src/base/x.ts', 'Promise.resolve(1);'],
      ['src/modbus/x.ts', 'export interface A { b(): Promise<void> }'],
      ['src/wallbox/x.ts', 'setTimeout(a, 1);'],
      ['src/wallbox/x.ts', 'const a = Date.now();'],
      ['src/wallbox/x.ts', 'const a = new Date();'],
      ['src/wallbox/x.ts', 'const a = performance.now();'],
      ['src/wallbox/x.ts', 'const a = Math.random();'],
      ['src/wallbox/x.ts', "import { join } from 'node:path';"],
      ['src/wallbox/x.ts', 'const a = process.env;'],
      ['src/wallbox/x.ts', "console.log('a');"],
      ['src/wallbox/x.ts', "const a = require('fs');"],
      ['src/wallbox/x.ts', 'export class A {}'],
    ],
    good: [
      [
        'src/wallbox/x.ts',
        "// await console.log\nconst a = 'process'; const b = new Date(5); const c = d.process;",
      ],
      ['src/base/x.ts', 'export interface Files { read(): Promise<void> }'],
      ['src/modbus/link.ts', 'export interface Link { open(): Promise<void> }'],
      ['src/io/x.ts', "import { join } from 'node:path'; export async function a() { await b; }"],
    ],
  });

  fileRule('files are short', tooLong, {
    bad: [['src/base/x.ts', 'a;\n'.repeat(301)]],
    good: [['src/base/x.ts', 'a;\n'.repeat(300)]],
  });

  fileRule('the first line says what the file is for', noPurpose, {
    bad: [
      ['src/base/x.ts', "import { a } from './a';"],
      ['src/base/x.ts', '// x'],
      ['src/base/x.ts', ''],
    ],
    good: [
      ['src/base/x.ts', '// Everything about the letter x.'],
      ['src/main.ts', '#!/usr/bin/env node\n// Where the program begins.'],
    ],
  });

  fileRule('names say something', vagueName, {
    bad: [
      ['src/base/utils.ts', ''],
      ['src/helpers/a.ts', ''],
      ['src/base/index.ts', ''],
    ],
    good: [['src/base/clock.ts', '']],
  });

  fileRule('nothing is only passed on', barrel, {
    bad: [['src/base/x.ts', "export * from './a';\nexport { b } from './b';"]],
    good: [['src/base/x.ts', "export { b } from './b';\nexport const a = 1;"]],
  });

  fileRule('unwanted constructs stay out', unwanted, {
    bad: [
      ['src/base/x.ts', 'export default 1;'],
      ['src/base/x.ts', 'export default function a() {}'],
      ['src/base/x.ts', 'const a: any = 1;'],
      ['src/base/x.ts', 'enum A { B }'],
      ['src/base/x.ts', 'namespace A { }'],
      ['src/base/x.ts', 'const a = b!;'],
      ['test/x.test.ts', "describe.only('a', () => {});"],
      ['test/x.test.ts', "it.only('a', () => {});"],
    ],
    good: [
      ['src/base/x.ts', 'switch (a) { default: b(); }'],
      ['test/x.test.ts', 'const a = b!; c.only();'],
    ],
  });

  describe('each package has one door', () => {
    const bad: [string, string, string][] = [
      ['mqtt outside io', 'src/app/x.ts', "import mqtt from 'mqtt';"],
      ['ajv beside its file', 'src/base/x.ts', "import { Ajv2020 } from 'ajv/dist/2020.js';"],
      ['an unknown package', 'src/io/x.ts', "import type { A } from '@scope/other/deep';"],
      ["Node's own without node:", 'src/io/x.ts', "import fs from 'fs';"],
      ['aedes elsewhere, loaded late', 'src/io/x.ts', "const a = await import('aedes');"],
    ];
    for (const [name, path, text] of bad)
      it(`refuses ${name}`, () => assert.equal(wrongDoors([source(path, text)]).length, 1));
    it('refuses a second door', () => {
      const text = "import mqtt from 'mqtt';";
      assert.deepEqual(wrongDoors([source('src/io/a.ts', text)]), []);
      assert.equal(wrongDoors([source('src/io/a.ts', text), source('src/io/b.ts', text)]).length, 1);
    });
    it('holds for every file', () => assert.deepEqual(wrongDoors(inSrc), []));
  });

  describe('there are no cycles', () => {
    it('refuses a ring of three, type imports too', () => {
      const ring = [
        source('src/base/a.ts', "import type { B } from './b';"),
        source('src/base/b.ts', "export { C } from './c';"),
        source('src/base/c.ts', "import { A } from '../base/a';"),
      ];
      assert.deepEqual(cycles(ring), ['src/base/a.ts -> src/base/b.ts -> src/base/c.ts -> src/base/a.ts']);
      assert.deepEqual(cycles(ring.slice(0, 2)), []);
    });
    it('holds for every file', () => assert.deepEqual(cycles(inSrc), []));
  });
});
