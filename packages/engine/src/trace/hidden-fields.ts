import { decodeDatagram } from '@hoplite/codec';
import { type Header, readHeader } from '../header.js';
import type { Reply } from '../reply.js';

/** The header of a probe without the fields that nobody could see. */
export function headerOf(datagram: Uint8Array, unknown: readonly string[]): Header {
  const decoded = decodeDatagram(datagram);
  const header = decoded.ok ? readHeader(decoded.value) : null;
  if (header === null) throw new Error('a probe was built that is none');
  return withoutFields(header, unknown);
}

/** A reply without the fields that the transport could not see, named as `Listener.received` names them. */
export function withoutHidden(reply: Reply, hidden: readonly string[]): Reply {
  if (hidden.length === 0) return reply;
  if (reply.kind === 'direct') return hidden.includes('ttl') ? { ...reply, ttl: null } : reply;
  const ttl = hidden.includes('replyTtl') ? null : reply.ttl;
  return { ...reply, ttl, quoted: reply.quoted === null ? null : withoutFields(reply.quoted, hidden) };
}

function withoutFields(header: Header, fields: readonly string[]): Header {
  if (fields.length === 0) return header;
  const known = Object.entries(header).map(([field, value]) => [field, fields.includes(field) ? null : value]);
  return Object.fromEntries(known) as Header;
}
