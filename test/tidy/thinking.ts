// Rules for the thinking rooms: nothing that waits, looks at a clock, throws dice or touches the machine.
import ts from 'typescript';
import { ROOMS } from './rooms';
import { nodesOf, placeOf, roomOf, type Source } from './source';

const FORBIDDEN_GLOBALS = new Set([
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
  ...['queueMicrotask', 'performance', 'process', 'console', 'crypto', 'fetch', 'globalThis', 'require'],
]);
const FORBIDDEN_MEMBERS = new Set(['Date.now', 'Math.random']);

/** What a file of a thinking room does and must not. */
export function touches(file: Source): string[] {
  const room = roomOf(file.path) ?? '';
  if (ROOMS[room]?.thinks !== true) return [];
  const nodeImports = file.imports.filter((imported) => imported.startsWith('node:'));
  return [
    ...nodeImports.map((imported) => `${file.path}: a thinking room imports ${imported}`),
    ...nodesOf(file).flatMap((node) => {
      const what = touch(node, declaresPorts(file));
      return what === undefined ? [] : [`${placeOf(file, node)}: a thinking room uses ${what}`];
    }),
  ];
}

function touch(node: ts.Node, mayDeclarePromises: boolean): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return 'await';
  if (ts.isClassDeclaration(node) || ts.isClassExpression(node)) return 'a class';
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
    return 'new Date()';
  if (ts.isPropertyAccessExpression(node) && FORBIDDEN_MEMBERS.has(node.getText())) return node.getText();
  if (!ts.isIdentifier(node) || isOnlyAName(node)) return undefined;
  if (node.text === 'Promise' && !(mayDeclarePromises && ts.isTypeReferenceNode(node.parent)))
    return 'Promise';
  return FORBIDDEN_GLOBALS.has(node.text) ? node.text : undefined;
}

/** The ports stand in `base`; the Link port stands beside the frames that it carries. */
function declaresPorts(file: Source): boolean {
  return roomOf(file.path) === 'base' || file.path === 'src/modbus/link.ts';
}

/** A member that happens to have the name of a global. */
function isOnlyAName(node: ts.Identifier): boolean {
  const parent = node.parent;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) &&
      parent.name === node)
  );
}
