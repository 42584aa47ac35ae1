const queues = new Map<string, Promise<unknown>>()

/**
 * Does one work after the other for the same key, in the order they came: messages of a room are
 * written and told in the order of their numbers. A failed work does not stop the next.
 */
export function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(key) ?? Promise.resolve()).then(work, work)
  queues.set(key, turn)
  const leave = () => {
    if (queues.get(key) === turn) queues.delete(key)
  }
  turn.then(leave, leave)
  return turn
}
