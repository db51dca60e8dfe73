/**
 * Waits until the agent has no embedding to make any more, its further attempts at one that failed included.
 *
 * @param {import("@elizaos/core").IAgentRuntime} runtime
 */
export async function emptyEmbeddingQueue(runtime) {
  const queue = await runtime.getServiceLoadPromise("embedding-generation");
  do await new Promise((resolve) => setTimeout(resolve, 20));
  while (queue.getQueueSize() > 0 || queue.isProcessing);
}
