// Rules about the shape of every file: length, purpose, names, and constructs that nobody here uses.
import ts from 'typescript';
import { nodesOf, placeOf, roomOf, type Source } from './source';

export const MOST_LINES = 300;

export function tooLong(file: Source): string[] {
  const lines = file.text.replace(/\n$/, '').split('\n').length;
  return lines > MOST_LINES ? [`${file.path}: ${lines} lines, at most ${MOST_LINES}`] : [];
}

/** The first line (after `#!`) is a comment that says what the file is for. */
export function noPurpose(file: Source): string[] {
  const first = file.text.split('\n').find((line) => !line.startsWith('#!'));
  return first !== undefined && /^\/\/ \S.{10,}/.test(first)
    ? []
    : [`${file.path}: first line is no // purpose`];
}

export function vagueName(file: Source): string[] {
  const vague = file.path
    .split('/')
    .find((part) => /^(utils?|helpers?|common|misc|shared|index)(\.|$)/i.test(part));
  return vague === undefined ? [] : [`${file.path}: ${vague} says nothing`];
}

/** A file that only passes on what others export. */
export function barrel(file: Source): string[] {
  const statements = file.tree.statements;
  const isPassedOn = (statement: ts.Statement): boolean =>
    ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
  return statements.length > 0 && statements.every(isPassedOn) ? [`${file.path}: a barrel`] : [];
}

/** Constructs that are not used here: default exports, `any`, enums, namespaces, `!` in src, `.only` in tests. */
export function unwanted(file: Source): string[] {
  return nodesOf(file).flatMap((node) => {
    const what = construct(node, roomOf(file.path) !== undefined, /\.config\.\w+$/.test(file.path));
    return what === undefined ? [] : [`${placeOf(file, node)}: ${what}`];
  });
}

function construct(node: ts.Node, isInSrc: boolean, isConfiguration: boolean): string | undefined {
  if (node.kind === ts.SyntaxKind.DefaultKeyword && !ts.isDefaultClause(node.parent) && !isConfiguration)
    return 'a default export';
  if (ts.isExportAssignment(node) && !isConfiguration) return 'a default export';
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any';
  if (ts.isEnumDeclaration(node)) return 'an enum';
  if (ts.isModuleDeclaration(node)) return 'a namespace';
  if (ts.isNonNullExpression(node) && isInSrc) return 'a non-null !';
  if (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'only' &&
    /^(describe|context|it|specify|test|suite)$/.test(node.expression.getText())
  )
    return '.only';
  return undefined;
}
