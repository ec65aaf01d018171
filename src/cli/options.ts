// Options that several commands share.

/** Where the service looks for its configuration. */
export const CONFIG_FILE = '/etc/chargepointd/config.yaml';
