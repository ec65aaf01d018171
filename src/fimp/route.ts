// From an MQTT message to what is to be done: the order of processing of fimp.md b.4.
import type { BrokerMessage } from '../base/broker';
import type { Instant } from '../base/clock';
import { decodeEnvelope } from './envelope';
import { findCommand } from './interfaces';
import { requestOf } from './request';
import { routeAdapter } from './route-adapter';
import { routeApplication } from './route-application';
import { routeDevice } from './route-device';
import { ignored, type House, type Routed } from './routed';
import { DISCOVERY_TOPIC, GATEWAY_TOPIC, isCommandTopic } from './topic';

/**
 * Decides on one message. Nothing from outside makes it throw. Routes go by the payload's `serv` and `type`, as
 * Futurehome's own stack does it, and not by the topic's `sv:` segment; a message without a route is no error.
 */
export function route(message: BrokerMessage, house: House, now: Instant): Routed {
  const { topic, payload, isRetained } = message;
  if (isRetained) return ignored('a retained message is a stale one', 'warning');
  const envelope = decodeEnvelope(payload);
  if ('dropped' in envelope) return ignored(envelope.dropped, 'warning');
  if (topic === DISCOVERY_TOPIC && envelope.type === 'cmd.discovery.request') {
    return { kind: 'discovery', request: requestOf(topic, envelope) };
  }
  if (topic === GATEWAY_TOPIC && envelope.type === 'evt.gateway.factory_reset')
    return { kind: 'factoryReset' };
  if (isCommandTopic(topic, house.resourceName)) {
    if (envelope.serv === house.resourceName) {
      const routed = routeAdapter(topic, envelope, house) ?? routeApplication(topic, envelope);
      if (routed !== undefined) return routed;
    }
    const row = findCommand(envelope.serv, envelope.type);
    if (row !== undefined) return routeDevice({ topic, envelope, row }, house, now);
  }
  return ignored('nothing here answers to this service and type', 'debug');
}
