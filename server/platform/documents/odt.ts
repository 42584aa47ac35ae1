import { readParts, xmlOf } from './archive.ts'
import { markdownOf } from './html.ts'
import { OdtContent } from './odt-content.ts'
import { OdtStyles } from './odt-styles.ts'
import type { Pictures } from './pictures.ts'
import { DocumentRefused } from './refusal.ts'

/** An OpenDocument text as Markdown: headings, lists, tables, links, emphasis, pictures. */
export async function readOdt(document: string | Buffer, pictures: Pictures): Promise<string> {
  const parts = await readParts(document, name =>
    /^(content\.xml|styles\.xml|Pictures\/)/.test(name),
  )
  const content = parts.get('content.xml')
  if (!content) throw new DocumentRefused('damaged')
  const styles = new OdtStyles()
  const xml = xmlOf(content)
  for (const each of [parts.get('styles.xml'), content]) if (each) styles.read(xmlOf(each))
  const pictureAt = (name: string) => {
    const bytes = parts.get(name.replace(/^\.\//, ''))
    return bytes && pictures.add(bytes)
  }
  return markdownOf(new OdtContent(styles, pictureAt).html(xml))
}
