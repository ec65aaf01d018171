// A driver file from its text: either a driver, or every problem at once with its place.
import { readJson } from '../base/json-source';
import type { JsonSource } from '../base/json-source';
import type { Problem } from '../base/problem';
import { compileSchema, keyText } from '../base/schema';
import type { DocumentPath, SchemaProblem } from '../base/schema';
import { buildDriver } from './build';
import { conditionOf } from './conditions';
import type { DriverFile, DriverVariant } from './definition';
import schema from './driver.schema.json';
import type { Finding } from './finding';
import { lintDriver } from './lint';
import { lintReferences } from './lint-references';
import { shadowedBy } from './lint-tables';
import type { RawDriver } from './raw';
import { salvage } from './salvage';
import { testsOf } from './uses';
import { variantOf, writtenAt } from './variants';

export interface ParsedDriver {
  /** Absent when a problem is an error. */
  readonly driver?: DriverFile;
  readonly problems: readonly Problem[];
}

const checkSchema = compileSchema(schema);

/** `file` is only for messages; nothing is read here. Problems come in the order of the text. */
export function parseDriver(text: string, file: string): ParsedDriver {
  const source = readJson(text);
  const found: Found[] = source.problems.map(({ line, column, path, message, advice }) => ({
    finding: { severity: 'error', path, message, advice },
    place: { line, column },
  }));
  const variants = source.value === undefined ? [] : variantsOf(source, found);
  const problems = inOrder(found.map((each) => problemOf(each, file)));
  if (problems.some(({ severity }) => severity === 'error')) return { problems };
  const id = variants[0]?.driver.id ?? '';
  return { driver: { id, file, variants }, problems };
}

/** A finding and where it stands in the text. */
interface Found {
  readonly finding: Finding;
  readonly place: { readonly line: number; readonly column: number };
}

/** The variants that can be built; what is wrong is added to `found`. */
function variantsOf(source: JsonSource, found: Found[]): readonly DriverVariant[] {
  const report = (findings: readonly Finding[], index?: number): void => {
    for (const finding of findings) {
      const path = writtenAt(source.value, index, finding.path);
      found.push({ finding: { ...finding, path }, place: source.placeOf(path, finding.of) });
    }
  };
  const violations = checkSchema(source.value);
  report(violations.map(findingOf));
  const rest = salvage(source.value, checkSchema);
  if (rest === undefined) return [];
  const isWhole = violations.length === 0;
  const file = rest.value;
  const listed = (file as unknown as RawDriver).variants;
  report(shadowedVariants(file as unknown as RawDriver));
  // What any variant is chosen by is read in all of them.
  const chooses = (listed ?? []).flatMap(({ when }) => Object.keys(when));
  return Array.from({ length: listed?.length ?? 1 }, (_, index): readonly DriverVariant[] => {
    const at = listed === undefined ? undefined : index;
    const patched = variantOf(file, index);
    const inPatch = at === undefined ? [] : checkSchema(patched).map(findingOf);
    report(inPatch, at);
    if (inPatch.length > 0) return [];
    const raw = patched as RawDriver;
    const driver = buildDriver(raw, listed?.[index]?.name);
    const when = conditionOf(listed?.[index]?.when ?? {}, raw.registers);
    // The condition stands in the file itself, so its place is not looked for in the patch.
    const uses = testsOf(when, ['variants', index, 'when']);
    report(isWhole ? lintDriver(driver, uses, chooses) : lintReferences(driver, uses, rest.ignored), at);
    return [{ when, driver }];
  }).flat();
}

function shadowedVariants({ variants = [], registers }: RawDriver): readonly Finding[] {
  const conditions = variants.map(({ when }) => conditionOf(when, registers));
  return variants.flatMap(({ name }, index): readonly Finding[] => {
    const path = ['variants', index];
    const winner = shadowedBy(conditions, index);
    const isTwin = variants.findIndex((other) => other.name === name) < index;
    return [
      ...(winner === undefined
        ? []
        : [error(path, `is never chosen: variants[${winner}] matches first`, 'move it up')]),
      ...(isTwin
        ? [error([...path, 'name'], `\`${name}\` names another variant already`, 'write another name')]
        : []),
    ];
  });
}

const error = (path: DocumentPath, message: string, advice: string): Finding => ({
  ...{ severity: 'error', path, message, advice },
});

function findingOf({ path, key, message, advice }: SchemaProblem): Finding {
  if (key === undefined) return error(path, message, advice);
  return { ...error([...path, key], message, advice), of: 'key' };
}

function problemOf({ finding, place }: Found, file: string): Problem {
  const { severity, path, message, advice } = finding;
  return { severity, file, ...place, key: keyText(path), message, advice };
}

/** In the order of the text; what several variants share is told once. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const byPlace = new Map(
    problems.map((problem) => [
      `${problem.line}:${problem.column} ${problem.key} ${problem.message}`,
      problem,
    ]),
  );
  return [...byPlace.values()].sort((left, right) => left.line - right.line || left.column - right.column);
}
