// Direct replies: only to where the asker wants them, else on the mirrored topic (fimp.md b.4, class A).
import type { Draft } from './envelope';
import { replyTopic, type Request } from './request';
import { identityOf } from './topic';

/** No answer can be sent, and why; to be logged. */
export interface Unanswerable {
  readonly unanswerable: string;
}

export type Body = Pick<Draft, 'type' | 'valT' | 'val'> & Partial<Pick<Draft, 'serv' | 'props' | 'storage'>>;

/** The answer to a request, in the name of the service that was asked unless it says another. */
export function directReply(request: Request, body: Body): Draft | Unanswerable {
  const topic = replyTopic(request);
  if (topic === undefined)
    return { unanswerable: `resp_to is not a FIMP topic: ${request.respTo.slice(0, 100)}` };
  return { topic, serv: request.serv, ...body, corid: request.uid };
}

/** A command that has nothing to report has been carried out. */
export function successReport(request: Request): Draft | Unanswerable {
  const props = { cmd_topic: request.topic, cmd_service: request.serv, cmd_type: request.type };
  const isOfDevice = identityOf(request.topic) !== undefined;
  return directReply(request, {
    type: 'evt.success.report',
    valT: 'null',
    val: null,
    ...(isOfDevice && { storage: { strategy: 'skip' } as const }),
    props,
  });
}
