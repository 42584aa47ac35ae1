// A process of its own that opens a store, with nothing else loaded: prints the ms it took and the resident MB.
const [, , module, directory] = process.argv
const { startEmbeddedStore } = await import(module)
const before = performance.now()
const store = await startEmbeddedStore({ directory })
const took = performance.now() - before
process.stdout.write(`${JSON.stringify({ took, resident: process.memoryUsage.rss() / 1e6 })}\n`)
await store.close()
