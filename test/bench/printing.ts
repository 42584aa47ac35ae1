/** Sheets of the demonstration as PDF: the first one after a start, then each that nobody asked for yet, then one kept. */
export async function measurePrinting(url: string) {
  const reply = await fetch(`${url}/ressources?type=sheet`, asJson)
  const { items }: { items: { url: string }[] } = JSON.parse(await reply.text())
  const addresses: string[] = items
    .slice(0, 10)
    .map((one: { url: string }) => `${url}${one.url}.pdf`)
  const [first = '', ...others] = addresses
  const cold = await timeOf(first)
  const warm: { ms: number; bytes: number }[] = []
  for (const address of others) warm.push(await timeOf(address))
  const kept = await timeOf(first)
  const times = warm.map(({ ms }) => ms).sort((a, b) => a - b)
  return [
    ['The first after a start', ...row(cold)],
    ['Usual, the median', String(Math.round(times[Math.floor(times.length / 2)] ?? 0)), size(warm)],
    ['Usual, the longest', String(Math.round(times.at(-1) ?? 0)), ''],
    ['Kept', ...row(kept)],
  ]
}

const asJson = { headers: { accept: 'application/json' } }

async function timeOf(address: string) {
  const start = performance.now()
  const reply = await fetch(address)
  const bytes = (await reply.arrayBuffer()).byteLength
  if (reply.status !== 200) throw new Error(`${address} answered ${reply.status}`)
  return { ms: performance.now() - start, bytes }
}

function row({ ms, bytes }: { ms: number; bytes: number }) {
  return [String(Math.round(ms)), String(Math.round(bytes / 1024))]
}

function size(made: readonly { bytes: number }[]) {
  const sum = made.reduce((total, { bytes }) => total + bytes, 0)
  return String(Math.round(sum / made.length / 1024))
}
