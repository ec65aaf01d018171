// Why a port or a connection cannot be opened, as one sentence that says what to do about it.

const SERIAL: readonly (readonly [RegExp, (path: string) => string])[] = [
  [/no such file|ENOENT/i, (path) => `${path} does not exist; is the adapter plugged in?`],
  [
    /permission denied|EACCES|EPERM/i,
    (path) => `no right to open ${path}; add the user of this service to the group dialout`,
  ],
  [/cannot lock|EBUSY|EAGAIN|temporarily unavailable/i, (path) => `${path} is in use by another process`],
  [/inappropriate ioctl|ENOTTY/i, (path) => `${path} is no serial port`],
  [/is a directory|EISDIR/i, (path) => `${path} is a folder, no serial port`],
];

/** `message` is what the operating system or the library says; unknown ones are passed on. */
export function serialProblem(path: string, message: string): string {
  const known = SERIAL.find(([pattern]) => pattern.test(message));
  return known === undefined ? `${path} cannot be opened: ${message.replaceAll('\n', ' ')}` : known[1](path);
}

const SOCKET: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection; is Modbus TCP switched on, and the port right?',
  ENOTFOUND: 'is an unknown name; is it spelt right, and does name resolution work?',
  EAI_AGAIN: 'cannot be looked up now; does name resolution work?',
  EHOSTUNREACH: 'cannot be reached; is it switched on and in this network?',
  ENETUNREACH: 'cannot be reached; this machine has no way into that network',
  ETIMEDOUT: 'does not answer; is it switched on and in this network?',
  ECONNRESET: 'broke the connection off; does it serve another client already?',
};

/** `place` is `host:port`; `code` as Node has it. */
export function socketProblem(place: string, code: string | undefined, message: string): string {
  const known = SOCKET[code ?? ''];
  return known === undefined
    ? `${place} cannot be opened: ${message.replaceAll('\n', ' ')}`
    : `${place} ${known}`;
}
