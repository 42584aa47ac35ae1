/** Records as a JSON array, one after the other: however many there are, one at a time is in memory. */
export async function* jsonArray(records: AsyncIterable<object>) {
  let before = '['
  for await (const record of records) {
    yield `${before}\n${JSON.stringify(record, null, 2)}`
    before = ','
  }
  yield before === '[' ? '[]\n' : '\n]\n'
}
