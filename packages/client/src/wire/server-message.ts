import type { Frame, FrameParser, ParsedItem } from './connections.ts';

const kept = new WeakMap<object, string>();
const prepared = new WeakSet<FrameParser>();

/** What the server said of an error that came over a connection with {@link keepServerMessages}; of any other, its message. */
export function serverMessageOf(error: Error): string {
  return kept.get(error) ?? error.message;
}

/** Opcode and flags of the native protocol (native_protocol_v5.spec, sections 2.2 and 2.4). */
const ERROR = 0x00;
const TRACING = 0x02;
const CUSTOM_PAYLOAD = 0x04;
const WARNING = 0x08;
const TRACE_ID_BYTES = 16;
const CODE_BYTES = 4;

/**
 * Makes a connection remember the server's sentence of each error. cassandra-driver 4.10 puts a sentence of its own in the place of the
 * server's for unavailable, timeout and failure errors, and with it drops why each replica failed.
 */
export function keepServerMessages(parser: FrameParser): void {
  if (prepared.has(parser)) return;
  prepared.add(parser);
  const parse = parser.parseBody.bind(parser);
  const push = parser.push.bind(parser);
  let frame: Frame | undefined;
  Object.assign(parser, {
    parseBody: (state: unknown, next: Frame) => {
      frame = next;
      return parse(state, next);
    },
    push: (item: ParsedItem | null) => {
      if (frame?.header.opcode === ERROR && item?.error instanceof Error) kept.set(item.error, messageIn(frame));
      return push(item);
    },
  });
}

/** The sentence in the body of an ERROR: behind what the flags announce, and the code. */
function messageIn({ header, chunk, offset }: Frame): string {
  let at = offset;
  const short = (): number => chunk.readUInt16BE((at += 2) - 2);
  const skip = (size: number): void => void (at += Math.max(0, size));
  const skipText = (): void => skip(short());
  if ((header.flags & TRACING) !== 0) skip(TRACE_ID_BYTES);
  if ((header.flags & WARNING) !== 0) for (let left = short(); left > 0; left -= 1) skipText();
  if ((header.flags & CUSTOM_PAYLOAD) !== 0) {
    for (let left = short(); left > 0; left -= 1) {
      skipText();
      skip(chunk.readInt32BE((at += 4) - 4));
    }
  }
  skip(CODE_BYTES);
  const size = short();
  return chunk.toString('utf8', at, at + size);
}
