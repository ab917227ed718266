/** Lets waiting messages through: pause, stop and questions reach a worker that is training. */

/** Resolves after the messages that were already waiting. A timer would wait 4 ms each time. */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
