// Paths in the file system and addresses on the network, as they stand in a configuration file.

/** A path from `folder` (absolute), or an absolute one as it is; `.` and `..` are taken out. */
export function pathFrom(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** HOST, HOST:PORT or [IPv6]:PORT; undefined for a text that is none of them. */
export function hostAndPort(text: string): { host: string; port?: number } | undefined {
  const [, bracketed, named, portText] =
    /^(?:\[([0-9A-Fa-f:.]+(?:%\w+)?)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? named;
  if (host === undefined) return undefined;
  if (portText === undefined) return { host };
  const port = Number(portText);
  return port >= 1 && port <= 65535 ? { host, port } : undefined;
}
