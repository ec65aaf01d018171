// The tokens of a JSON text, each with its offset; what is no token is kept as `unknown`.

export interface Token {
  readonly kind: 'mark' | 'string' | 'scalar' | 'unknown' | 'end';
  readonly text: string;
  /** Offset in the text. */
  readonly at: number;
}

/** RFC 8259: marks, strings, numbers and the three words; anything else up to the next space or mark is unknown. */
const TOKEN = new RegExp(
  [
    String.raw`[ \t\r\n]+`,
    String.raw`(?<mark>[{}[\],:])`,
    String.raw`(?<string>"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")`,
    String.raw`(?<scalar>(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))`,
    String.raw`(?<unknown>"?[^\s{}[\],:"]+|.)`,
  ].join('|'),
  'gsu',
);

export function scanJson(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const { mark, string, scalar, unknown } = match.groups ?? {};
    const at = match.index;
    if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, at });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string, at });
    else if (scalar !== undefined) tokens.push({ kind: 'scalar', text: scalar, at });
    else if (unknown !== undefined) tokens.push({ kind: 'unknown', text: unknown, at });
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }];
}
