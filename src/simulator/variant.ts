// One variant of a driver file, with what makes a wallbox be that one.
import type { Driver, DriverFile } from '../driver/definition';
import type { Identity } from './shown';

/** A variant by name (the first without one): its condition holds and those before it fail. Undefined when there is none. */
export function variantOf(
  file: DriverFile,
  name?: string,
): { readonly driver: Driver; readonly identity: Identity } | undefined {
  const index = name === undefined ? 0 : file.variants.findIndex(({ driver }) => driver.variant === name);
  const variant = file.variants[index];
  if (variant === undefined) {
    return undefined;
  }
  const never = file.variants.slice(0, index).map(({ when }) => when);
  return { driver: variant.driver, identity: { always: [variant.when], never } };
}
