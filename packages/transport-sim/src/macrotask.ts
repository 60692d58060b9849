/** What runs a task after all microtasks: Node's `setImmediate`, else a message port, which browsers do not slow down. */
export function macrotasks(): (task: () => void) => void {
  const platform = globalThis as unknown as Platform;
  const { setImmediate, MessageChannel } = platform;
  if (setImmediate !== undefined) return (task) => void setImmediate(task);
  if (MessageChannel === undefined) throw new Error('this platform has neither setImmediate nor MessageChannel');
  const { port1, port2 } = new MessageChannel();
  const tasks: (() => void)[] = [];
  port1.onmessage = () => tasks.shift()?.();
  return (task) => {
    tasks.push(task);
    port2.postMessage(null);
  };
}

/** The part of Node's and browsers' globals that is needed; this package has the types of neither. */
interface Platform {
  readonly setImmediate?: (task: () => void) => unknown;
  readonly MessageChannel?: new () => { readonly port1: Port; readonly port2: Port };
}

interface Port {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
}
