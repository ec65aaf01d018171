// FIMP topics: which ones we listen to, where answers go, and the identity of a service (fimp.md a.).

const COMMAND = 'pt:j1/mt:cmd/';
const EVENT = 'pt:j1/mt:evt/';
/** Printable ASCII: a broker may hang up on a client that publishes to a topic with control characters. */
const PRINTABLE = /^[\x20-\x7e]+$/;

/** One `key:value` segment. */
export interface Segment {
  readonly key: string;
  readonly value: string;
}

/** The segments of a topic; undefined when one of them has not exactly one `:`, as the Go parser wants it. */
export function parseTopic(topic: string): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  for (const text of topic.split('/')) {
    const [key, value, ...more] = text.split(':');
    if (key === undefined || value === undefined || more.length > 0) return undefined;
    segments.push({ key, value });
  }
  return segments;
}

/** A service's identity in inclusion reports and on the hub: its topic from `/rt:dev/` on. */
export function serviceIdentity(resourceName: string, service: string, address: string): string {
  return `/rt:dev/rn:${resourceName}/ad:1/sv:${service}/ad:${address}`;
}

/** The identity that a device topic names; undefined on a topic of another kind. */
export function identityOf(topic: string): string | undefined {
  const at = topic.indexOf('/rt:dev/');
  return at < 0 ? undefined : topic.slice(at);
}

/** Where the reports of a service go. */
export function serviceEventTopic(resourceName: string, service: string, address: string): string {
  return `pt:j1/mt:evt${serviceIdentity(resourceName, service, address)}`;
}

/** Where inclusion, node and ping reports go. */
export function adapterEventTopic(resourceName: string): string {
  return `${EVENT}rt:ad/rn:${resourceName}/ad:1`;
}

/** The default place of a direct reply: the command's topic with `mt:cmd` replaced by `mt:evt`. */
export function mirroredTopic(topic: string): string {
  return topic.startsWith(COMMAND) ? EVENT + topic.slice(COMMAND.length) : topic;
}

/** Whether a `resp_to` can be published to: plain JSON, no wildcard, every segment `key:value` (b.4). */
export function isReplyTopic(topic: string): boolean {
  if (!PRINTABLE.test(topic) || /[+#]/.test(topic)) return false;
  const first = parseTopic(topic)?.[0];
  return first?.key === 'pt' && first.value === 'j1';
}

/** Whether commands to this adapter or to its devices arrive on this topic. */
export function isCommandTopic(topic: string, resourceName: string): boolean {
  if (topic === `${COMMAND}rt:ad/rn:${resourceName}/ad:1`) return true;
  if (!topic.startsWith(`${COMMAND}rt:dev/rn:${resourceName}/ad:1/`)) return false;
  const keys = parseTopic(topic)?.map((segment) => segment.key);
  return keys?.join() === 'pt,mt,rt,rn,ad,sv,ad';
}

/** Where components are asked who they are, and where they say so. */
export const DISCOVERY_TOPIC = `${COMMAND}rt:discovery`;
/** Where the hub tells of itself. */
export const GATEWAY_TOPIC = `${EVENT}rt:ad/rn:gateway/ad:1`;

/** What we subscribe to (QoS 1). Never `+` in the `mt` place: we would hear ourselves. */
export function subscriptions(resourceName: string): readonly string[] {
  return [
    `${COMMAND}rt:ad/rn:${resourceName}/ad:1`,
    `${COMMAND}rt:dev/rn:${resourceName}/ad:1/+/+`,
    DISCOVERY_TOPIC,
    GATEWAY_TOPIC,
  ];
}
