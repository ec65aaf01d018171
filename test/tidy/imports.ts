// Rules about who imports whom: the rooms, the doors of the packages, and cycles.
import { builtinModules } from 'node:module';
import { DOORS, ROOMS } from './rooms';
import { packageOf, roomOf, target, type Source } from './source';

/** Imports that the plan of the house does not allow. */
export function foreignRooms(file: Source): string[] {
  const home = roomOf(file.path);
  if (home === undefined || home === 'page') return [];
  const room = ROOMS[home];
  if (room === undefined) return [`${file.path}: no room is called ${home}`];
  return file.imports.flatMap((imported) => {
    const goal = target(file, imported);
    if (goal === undefined) return [];
    const other = roomOf(goal);
    if (other === home || (other !== undefined && room.imports.includes(other))) return [];
    return [`${file.path}: ${home} must not import ${imported}`];
  });
}

/** The browser's part of the status page: nothing but types from `faces`. */
export function pageImports(file: Source): string[] {
  if (roomOf(file.path) !== 'page') return [];
  const isFine = (imported: string): boolean => {
    const goal = target(file, imported);
    const isTypeOnly = new RegExp(`import type [^;]*'${imported.replaceAll('.', '\\.')}'`).test(file.text);
    return goal?.startsWith('src/page/') === true || (goal?.startsWith('src/faces/') === true && isTypeOnly);
  };
  return file.imports
    .filter((imported) => !isFine(imported))
    .map((imported) => `${file.path}: page imports ${imported}`);
}

/** Packages that are opened outside their door, or that have none. */
export function wrongDoors(files: readonly Source[]): string[] {
  const findings: string[] = [];
  const importers = new Map<string, string[]>();
  for (const file of files.filter((candidate) => roomOf(candidate.path) !== undefined)) {
    for (const name of new Set(file.imports.map(packageOf))) {
      if (name === undefined) continue;
      importers.set(name, [...(importers.get(name) ?? []), file.path]);
      if (builtinModules.includes(name)) findings.push(`${file.path}: write node:${name}`);
      else if (DOORS[name] === undefined)
        findings.push(`${file.path}: ${name} has no door in test/tidy/rooms.ts`);
      else if (!DOORS[name].in.some((door) => file.path.startsWith(door)))
        findings.push(`${file.path}: ${name} has its door in ${DOORS[name].in.join(', ')}`);
    }
  }
  for (const [name, paths] of importers)
    if (paths.length > (DOORS[name]?.files ?? Infinity))
      findings.push(`${name}: two doors, ${paths.join(' and ')}`);
  return findings;
}

/** Files that import each other in a ring; type imports count. */
export function cycles(files: readonly Source[]): string[] {
  const byStem = new Map(files.map((file) => [file.path.replace(/\.\w+$/, ''), file]));
  const done = new Set<Source>();
  const findings: string[] = [];
  const visit = (file: Source, trail: readonly Source[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) findings.push([...trail.slice(start), file].map((member) => member.path).join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const imported of file.imports) {
      const next = byStem.get(target(file, imported) ?? '');
      if (next !== undefined) visit(next, [...trail, file]);
    }
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return findings;
}
