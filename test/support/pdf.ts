import * as mupdf from 'mupdf'

/** A PDF as its reader sees it: what it declares, its pages' words, its structure and its contents. */
export function readPdf(bytes: Uint8Array) {
  const document = new mupdf.PDFDocument(bytes)
  const root = document.getTrailer().get('Root')
  const pages = Array.from({ length: document.countPages() }, (_, index) =>
    document.loadPage(index).toStructuredText('preserve-whitespace').asText(),
  )
  return {
    pages,
    title: document.getMetaData('info:Title'),
    language: root.get('Lang').asString(),
    marked: root.get('MarkInfo').get('Marked').asBoolean(),
    showsTitle: root.get('ViewerPreferences').get('DisplayDocTitle').asBoolean(),
    metadata: root.get('Metadata').readStream().asString(),
    structure: elementsOf(root.get('StructTreeRoot').get('K')),
    outline: (document.loadOutline() ?? []).map(chapter => ({
      title: chapter.title,
      headings: (chapter.down ?? []).map(({ title }) => title),
    })),
    links: pages.flatMap((_, index) =>
      document
        .loadPage(index)
        .getLinks()
        .map(link => link.getURI()),
    ),
    fonts: fontsOf(document),
  }
}

export type PdfElement = { type: string; alt: string; children: PdfElement[] }

/** Every element of the structure, the outer ones first. */
export function allElements(elements: readonly PdfElement[]): PdfElement[] {
  return elements.flatMap(one => [one, ...allElements(one.children)])
}

function elementsOf(kids: mupdf.PDFObject): PdfElement[] {
  const objects: mupdf.PDFObject[] = []
  if (!kids.isArray()) objects.push(kids)
  else for (let at = 0; at < kids.length; at++) objects.push(kids.get(at))
  return objects
    .filter(one => one.isDictionary() && one.get('S').isName())
    .map(one => ({
      type: one.get('S').asName(),
      alt: one.get('Alt').isString() ? one.get('Alt').asString() : '',
      children: elementsOf(one.get('K')),
    }))
}

function fontsOf(document: mupdf.PDFDocument) {
  const embedded = new Set<boolean>()
  for (let number = 1; number < document.countObjects(); number++) {
    const object = document.newIndirect(number).resolve()
    const isDescriptor =
      object.isDictionary() && object.get('Type').toString() === '/FontDescriptor'
    if (isDescriptor) embedded.add(object.get('FontFile2').isStream())
  }
  return { allEmbedded: embedded.size > 0 && !embedded.has(false) }
}
