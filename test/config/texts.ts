// Small configuration files to make mistakes in.

/** One wallbox, nothing more than must be said. */
export const SMALL = `mqtt: { url: mqtt://hub:1884 }
buses:
  garage: { tcp: "192.168.1.50" }
chargepoints:
  - { address: wb1, driver: abb/terra-ac, bus: garage, max_current: 16 }
`;

/** The small file with a line after one that contains `mark`, or with a text replaced. */
export const withLine = (mark: string, line: string): string =>
  SMALL.split('\n')
    .flatMap((each) => (each.includes(mark) ? [each, line] : [each]))
    .join('\n');
/** The small file with more keys of its chargepoint, or others. */
export const chargepoint = (keys: string): string => SMALL.replace('max_current: 16', keys);
/** A file whose `buses` are this text, for a chargepoint on bus a. */
export const buses = (text: string, more = ''): string =>
  `mqtt: { url: mqtt://hub }\nbuses:\n${text}chargepoints:\n  - { address: wb1, driver: abb/terra-ac, bus: a, max_current: 16 }\n${more}`;
