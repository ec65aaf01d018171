// The message envelope: bytes to fields and back, forgiving on the way in, strict on the way out (fimp.md b.1).
import { isMap, isValueOf, type ValueType } from './value-type';

/** The longest payload that is looked at, in bytes. */
export const MAX_PAYLOAD_BYTES = 64 * 1024;

export type Props = Readonly<Record<string, string>>;

/** A message from outside. Only the fields that decide anything. */
export interface Envelope {
  readonly type: string;
  readonly serv: string;
  readonly valT: string;
  /** Any JSON value; null when it was missing. */
  readonly val: unknown;
  readonly props: Props;
  /** Where a direct reply is wanted; empty: nowhere in particular. Not yet checked. */
  readonly respTo: string;
  /** Empty when the sender gave none. */
  readonly uid: string;
  /** As sent; empty when there was none. */
  readonly ctime: string;
}

/** Why a payload is not a message. */
export interface Dropped {
  readonly dropped: string;
}

/** A message of ours, complete but for its id and the time. */
export interface Draft {
  readonly topic: string;
  readonly type: string;
  readonly serv: string;
  readonly valT: ValueType;
  readonly val: unknown;
  readonly storage?: Storage;
  readonly props?: Props;
  /** `uid` of the command that caused it. */
  readonly corid?: string;
}

/** What the hub keeps of a report (b.6). */
export type Storage =
  { readonly strategy: 'skip' | 'split' } | { readonly strategy: 'aggregate'; readonly sub_value: string };

/** What makes a draft a message: our name, a fresh UUID and the time of creation (RFC 3339). */
export interface Stamp {
  readonly src: string;
  readonly uid: string;
  readonly ctime: string;
}

/** The fields of a payload, or why it is dropped. Never throws, whatever the bytes. */
export function decodeEnvelope(payload: Uint8Array): Envelope | Dropped {
  if (payload.byteLength > MAX_PAYLOAD_BYTES) return { dropped: `longer than ${MAX_PAYLOAD_BYTES} bytes` };
  const raw = parsed(payload);
  if (!isMap(raw)) return { dropped: 'not a JSON object' };
  const { type, serv, val_t: valT } = raw;
  if (typeof type !== 'string') return { dropped: 'no type' };
  if (typeof serv !== 'string') return { dropped: 'no serv' };
  if (typeof valT !== 'string') return { dropped: 'no val_t' };
  const props = decodedProps(raw.props);
  if (props === undefined) return { dropped: 'props is not a map of strings' };
  const respTo = decodedRespTo(raw.resp_to);
  return {
    type,
    serv,
    valT,
    val: raw.val ?? null,
    props,
    respTo,
    uid: text(raw.uid),
    ctime: text(raw.ctime),
  };
}

/** A message of ours as it goes out. Throws on a value that contradicts its own type, which is a bug. */
export function encodeEnvelope(draft: Draft, stamp: Stamp): { topic: string; payload: string } {
  if (!isValueOf(draft.valT, draft.val)) throw new TypeError(`${draft.type}: not a ${draft.valT}`);
  const hasProps = draft.props !== undefined && Object.keys(draft.props).length > 0;
  const message = {
    type: draft.type,
    serv: draft.serv,
    val_t: draft.valT,
    val: draft.val,
    ...(draft.storage && { storage: draft.storage }),
    props: hasProps ? draft.props : null,
    tags: null,
    src: stamp.src,
    ver: '1',
    corid: draft.corid ?? '',
    uid: stamp.uid,
    ctime: stamp.ctime,
  };
  return { topic: draft.topic, payload: JSON.stringify(message) };
}

/** The JSON value of the bytes; undefined when they are not UTF-8 or not JSON. */
function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}

/** Scalars become strings: clients in loosely typed languages send numbers and booleans here. */
function decodedProps(raw: unknown): Props | undefined {
  if (raw === undefined || raw === null) return {};
  if (!isMap(raw)) return undefined;
  const known = Object.entries(raw).filter(([, value]) => value !== null);
  if (known.some(([, value]) => typeof value === 'object')) return undefined;
  return Object.fromEntries(known.map(([key, value]) => [key, String(value)]));
}

/** Something that is no string was still meant to be a topic, so it must not become the default one. */
function decodedRespTo(raw: unknown): string {
  if (raw === undefined || raw === null) return '';
  return typeof raw === 'string' ? raw : 'not a string';
}

function text(raw: unknown): string {
  return typeof raw === 'string' ? raw : '';
}
