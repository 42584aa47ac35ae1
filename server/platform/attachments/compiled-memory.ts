const PAGE = 64 * 1024

/** What is compiled takes its memory apart from its thread's limits: a file made to take all of it gets no more. */
export function limitCompiledMemory(most: number) {
  const { prototype }: { prototype: Memory } = Reflect.get(globalThis, 'WebAssembly').Memory
  const { grow } = prototype
  prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * PAGE > most)
      throw new RangeError('The file asks for too much memory')
    return grow.call(this, pages)
  }
}

type Memory = { buffer: ArrayBufferLike; grow(this: Memory, pages: number): number }
