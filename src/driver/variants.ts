// Variants: the file's own sections with a merge patch applied, and where a part of the result was written.
import type { DocumentPath } from '../base/schema';

/** JSON merge patch (RFC 7396): objects are merged, null removes, anything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

/** The file without its variants, patched by the variant at `index`. */
export function variantOf(file: Readonly<Record<string, unknown>>, index: number): unknown {
  const { variants, ...base } = file;
  const variant: unknown = Array.isArray(variants) ? variants[index] : undefined;
  return isObject(variant) && isObject(variant.patch) ? mergePatch(base, variant.patch) : base;
}

/**
 * Where the part at `path` of a patched file was written: in the patch of the variant at `index` when it is there, else
 * in the file. A command written as a bare list of steps has no `steps` to name.
 */
export function writtenAt(file: unknown, index: number | undefined, path: DocumentPath): DocumentPath {
  if (index !== undefined) {
    const inPatch = settled(file, ['variants', index, 'patch', ...path]);
    if (inPatch.isThere) return inPatch.path;
  }
  return settled(file, path).path;
}

function settled(root: unknown, path: DocumentPath): { path: DocumentPath; isThere: boolean } {
  const own: (string | number)[] = [];
  let node: unknown = root;
  let isThere = true;
  for (const part of path) {
    if (Array.isArray(node) && part === 'steps') continue;
    own.push(part);
    isThere &&= typeof node === 'object' && node !== null && Object.hasOwn(node, part);
    node = isThere ? (node as Readonly<Record<string | number, unknown>>)[part] : undefined;
  }
  return { path: own, isThere };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
