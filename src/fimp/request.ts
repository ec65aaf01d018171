// What must be remembered of a command to answer it later, and where a direct reply to it goes (fimp.md b.4).
import type { Envelope } from './envelope';
import { isReplyTopic, mirroredTopic } from './topic';

export interface Request {
  /** The MQTT topic on which it came. */
  readonly topic: string;
  readonly serv: string;
  readonly type: string;
  /** Becomes the `corid` of everything that it causes; may be empty. */
  readonly uid: string;
  /** Empty: none. Not yet checked. */
  readonly respTo: string;
  /** The thing that it is for, once that is known. */
  readonly address?: string;
}

export function requestOf(topic: string, envelope: Envelope): Request {
  const { serv, type, uid, respTo } = envelope;
  return { topic, serv, type, uid, respTo };
}

/**
 * Where errors and other direct replies (class A) go: only to `resp_to` when there is one, else to the mirrored
 * topic. Undefined when `resp_to` is no topic: then nothing is published.
 */
export function replyTopic(request: Request): string | undefined {
  if (request.respTo === '') return mirroredTopic(request.topic);
  return isReplyTopic(request.respTo) ? request.respTo : undefined;
}
