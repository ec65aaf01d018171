// How the demo tells what happens: one aligned line for each event.
import type { BrokerMessage } from '../base/broker';
import { decodeEnvelope } from '../fimp/envelope';
import type { Colours } from '../io/terminal';

const WIDTH = 28;
const TEXT_WIDTH = 90;

/** `12:00:01  wallbox    the car charges`. */
export function wallboxLine(time: string, sentence: string, colours: Colours): string {
  return `${colours.dim(time)}  ${colours.yellow('wallbox'.padEnd(8))} ${sentence}`;
}

/** `12:00:01  -> hub    evt.state.report   charging  charging_mode=normal`. */
export function messageLine(time: string, message: BrokerMessage, colours: Colours): string {
  const envelope = decodeEnvelope(message.payload);
  const isOurs = message.topic.includes('/mt:evt/');
  const way = isOurs ? colours.green('-> hub'.padEnd(8)) : colours.cyan('<- hub'.padEnd(8));
  if ('dropped' in envelope) return `${colours.dim(time)}  ${way} ${envelope.dropped}`;
  const props = Object.entries(envelope.props).map(([key, value]) => `${key}=${value}`);
  const text = [valueText(envelope.type, envelope.val), ...props].filter((part) => part !== '').join('  ');
  return `${colours.dim(time)}  ${way} ${envelope.type.padEnd(WIDTH)} ${clipped(text)}`;
}

/** Inclusion and node reports are long; their address and status are what a person wants to see. */
function valueText(type: string, val: unknown): string {
  if (val === null || val === undefined) return '';
  if (type === 'evt.network.all_nodes_report' && Array.isArray(val)) return val.map(nodeText).join(', ');
  if (typeof val === 'object') return nodeText(val);
  return JSON.stringify(val).replaceAll('"', '');
}

function nodeText(node: unknown): string {
  const { address, status, product_name: name } = node as Readonly<Record<string, unknown>>;
  return [address, status ?? name].filter((part) => typeof part === 'string').join(' ');
}

function clipped(text: string): string {
  return text.length > TEXT_WIDTH ? `${text.slice(0, TEXT_WIDTH - 1)}…` : text;
}
