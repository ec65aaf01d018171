// How this program is, in the four words of an application's state (fimp.md e.4).

export interface ApplicationState {
  readonly app: 'STARTING' | 'NOT_CONFIGURED' | 'RUNNING';
  readonly connection: 'CONNECTED' | 'DISCONNECTED';
  readonly config: 'NOT_CONFIGURED' | 'CONFIGURED';
  readonly auth: 'NA';
}

/** A wallbox as its state counts here. */
export interface CountedThing {
  /** Undefined until it has answered, or has been found not to. */
  readonly isReachable: boolean | undefined;
}

/** Starting lasts until each wallbox has been tried once; one that answers is enough to be connected. */
export function applicationState(things: readonly CountedThing[]): ApplicationState {
  const connection = things.some(({ isReachable }) => isReachable === true) ? 'CONNECTED' : 'DISCONNECTED';
  if (things.length === 0) {
    return { app: 'NOT_CONFIGURED', connection, config: 'NOT_CONFIGURED', auth: 'NA' };
  }
  const app = things.every(({ isReachable }) => isReachable !== undefined) ? 'RUNNING' : 'STARTING';
  return { app, connection, config: 'CONFIGURED', auth: 'NA' };
}
