/** An option of a TCP header (RFC 9293 section 3.2, RFC 7323, RFC 2018). */
export type TcpOption =
  | { readonly kind: 'end-of-list'; readonly padding: Uint8Array }
  | { readonly kind: 'no-operation' }
  | { readonly kind: 'maximum-segment-size'; readonly value: number }
  | { readonly kind: 'window-scale'; readonly shift: number }
  | { readonly kind: 'sack-permitted' }
  | { readonly kind: 'sack'; readonly blocks: readonly { readonly left: number; readonly right: number }[] }
  | { readonly kind: 'timestamps'; readonly value: number; readonly echoReply: number }
  /** Any other option, and those above whose length does not fit their shape. */
  | { readonly kind: 'unknown'; readonly type: number; readonly data: Uint8Array }
  /** What could not be divided into options (only from the lax door): the rest of the bytes. */
  | { readonly kind: 'malformed'; readonly bytes: Uint8Array };
