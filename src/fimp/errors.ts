// Error reports: the answer to a command that failed, and a wallbox's fault told by itself (fimp.md b.5).
import type { Draft } from './envelope';
import { directReply, type Unanswerable } from './reply';
import type { Request } from './request';
import { identityOf, serviceEventTopic } from './topic';

/** The hub would otherwise keep the text as an attribute named `error` of the device. */
const SKIP = { strategy: 'skip' } as const;

/** The answer to a command that failed; `cause` is a sentence for a person. */
export function errorReport(request: Request, cause: string): Draft | Unanswerable {
  return directReply(request, {
    type: 'evt.error.report',
    valT: 'string',
    val: 'failed to process incoming message',
    ...(identityOf(request.topic) !== undefined && { storage: SKIP }),
    props: {
      msg: cause,
      ...(request.address !== undefined && { src: request.address }),
      cmd_topic: request.topic,
      cmd_service: request.serv,
      cmd_type: request.type,
    },
  });
}

export interface Fault {
  /** The driver's name of the fault. */
  readonly code: string;
  /** The same for a person. */
  readonly message: string;
}

/** A fault of the wallbox, told once per onset by the caller. */
export function faultReport(resourceName: string, address: string, fault: Fault): Draft {
  return {
    topic: serviceEventTopic(resourceName, 'chargepoint', address),
    type: 'evt.error.report',
    serv: 'chargepoint',
    valT: 'string',
    val: fault.code,
    storage: SKIP,
    props: { msg: fault.message, src: address },
  };
}
