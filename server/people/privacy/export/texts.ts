import type { OwnText } from '../../../platform/content/personal-data.ts'

/** A member's own words to read: each text under its date and its address. */
export async function* markdown(title: string, texts: AsyncIterable<OwnText>) {
  yield `# ${title}\n`
  for await (const { title, at, body } of texts)
    yield `\n---\n\n**${title}** (${at.toISOString().slice(0, 16).replace('T', ' ')} UTC)\n\n${body}\n`
}
