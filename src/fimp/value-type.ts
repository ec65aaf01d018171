// FIMP value types: what a `val` must be for its `val_t` (fimp.md b.2).

type Scalar = 'string' | 'int' | 'float' | 'bool';
type ElementName = 'str' | 'int' | 'float' | 'bool';

export type ValueType = Scalar | `${ElementName}_array` | `${ElementName}_map` | 'null' | 'object' | 'bin';

type Check = (value: unknown) => boolean;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const isString: Check = (value) => typeof value === 'string';
const isInt: Check = (value) => Number.isSafeInteger(value);
const isFloat: Check = (value) => Number.isFinite(value);
const isBool: Check = (value) => typeof value === 'boolean';
const arrayOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const mapOf =
  (check: Check): Check =>
  (value) =>
    isMap(value) && Object.values(value).every(check);

/** A Map and not an object: `val_t` comes from outside and may be `constructor`. */
const CHECKS: ReadonlyMap<string, Check> = new Map<ValueType, Check>([
  ['string', isString],
  ['int', isInt],
  ['float', isFloat],
  ['bool', isBool],
  ['null', (value) => value === null],
  ['str_array', arrayOf(isString)],
  ['int_array', arrayOf(isInt)],
  ['float_array', arrayOf(isFloat)],
  ['bool_array', arrayOf(isBool)],
  ['str_map', mapOf(isString)],
  ['int_map', mapOf(isInt)],
  ['float_map', mapOf(isFloat)],
  ['bool_map', mapOf(isBool)],
  ['object', (value) => value !== undefined],
  ['bin', (value) => typeof value === 'string' && BASE64.test(value)],
]);

/** Whether `value`, as parsed from JSON, is valid under `valT`. Nothing is valid under an unknown type. */
export function isValueOf(valT: string, value: unknown): boolean {
  return CHECKS.get(valT)?.(value) ?? false;
}

/** Whether a parsed JSON value is an object in the JSON sense: no array, no null. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const WANTED: Readonly<Partial<Record<ValueType, string>>> = {
  int: 'an integer',
  float: 'a number',
  bool: 'true or false',
  string: 'a string',
};

/**
 * What is wrong with an argument, in words; undefined when it fits. `name` is what the value is called.
 * The declared type must be exactly the interface's: an `int` is no `float` here.
 */
export function valueProblem(
  name: string,
  wanted: ValueType,
  given: { readonly valT: string; readonly val: unknown },
): string | undefined {
  const rule = `${name} must be ${WANTED[wanted] ?? 'a value'} (val_t ${wanted})`;
  if (given.valT !== wanted) return `${rule}, got ${given.valT.slice(0, 40)}`;
  if (!isValueOf(wanted, given.val)) return `${rule}, got ${described(given.val)}`;
  return undefined;
}

function described(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? 'a string' : 'an object';
}
