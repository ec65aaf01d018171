// The files that the tidy rules look at: path from the root of the project, text, imports and syntax tree.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

export interface Source {
  /** With slashes, from the root of the project: `src/base/clock.ts`. */
  readonly path: string;
  readonly text: string;
  /** As written: `../base/clock`, `node:fs`, `mqtt`. Type imports and dynamic ones included. */
  readonly imports: readonly string[];
  readonly tree: ts.SourceFile;
}

export function source(path: string, text: string): Source {
  const imports = ts.preProcessFile(text, true, true).importedFiles.map((found) => found.fileName);
  return { path, text, imports, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true) };
}

/** Every source file below these folders of the project. */
export function sourcesBelow(root: string, folders: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|mjs|js)$/.test(name))
      .sort()
      .map((name) => posix.join(folder, ...name.split(/[\\/]/)))
      .map((path) => source(path, readFileSync(join(root, path), 'utf8'))),
  );
}

/** `src/base/clock.ts` is in `base`, `src/main.ts` in `main`; undefined outside `src/`. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/.]+)/.exec(path)?.[1];
}

/** The path a relative import points at, without extension; undefined for a package. */
export function target(from: Source, imported: string): string | undefined {
  return imported.startsWith('.') ? posix.join(posix.dirname(from.path), imported) : undefined;
}

/** The package an import opens; undefined for a relative one or one of Node's own. */
export function packageOf(imported: string): string | undefined {
  if (/^(\.|node:)/.test(imported)) return undefined;
  const parts = imported.split('/');
  return imported.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

/** Every node of the tree, parents first. */
export function nodesOf(file: Source): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file.tree);
  return nodes;
}

/** `src/base/clock.ts:12`. */
export function placeOf(file: Source, node: ts.Node): string {
  return `${file.path}:${file.tree.getLineAndCharacterOfPosition(node.getStart(file.tree)).line + 1}`;
}
