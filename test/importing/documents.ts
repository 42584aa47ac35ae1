import sharp from 'sharp'
import { ZipFile } from 'yazl'

type Contents = Record<string, string | Buffer>

export async function zipOf(contents: Contents): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, bytes] of Object.entries(contents)) zip.addBuffer(Buffer.from(bytes), name)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

export function aPng(): Promise<Buffer> {
  return sharp({ create: { width: 30, height: 20, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>'
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A Word document of these paragraphs (`<w:p>…</w:p>`), with one picture that `picture()` shows. */
export async function aDocx(body: string, more: Contents = {}) {
  return zipOf({
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `${XML}<w:document ${W} xmlns:r="${OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>${body}</w:body></w:document>`,
    'word/_rels/document.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="img" Type="${OFFICE}/image" Target="media/image1.png"/><Relationship Id="out" Type="${OFFICE}/image" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`,
    'word/styles.xml': `${XML}<w:styles ${W}>${['heading 1', 'heading 2', 'heading 3', 'Title'].map(name => `<w:style w:type="paragraph" w:styleId="${name.replace(/ /g, '')}"><w:name w:val="${name}"/></w:style>`).join('')}</w:styles>`,
    'word/media/image1.png': await aPng(),
    ...more,
  })
}

export const para = (text: string, style = '') =>
  `<w:p>${style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : ''}<w:r><w:t>${text}</w:t></w:r></w:p>`

export const bold = (text: string) =>
  `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>${text}</w:t></w:r></w:p>`

export const picture = (alt: string, attribute = 'r:embed="img"') =>
  `<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="${alt}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip ${attribute}/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`

const ODT = 'urn:oasis:names:tc:opendocument:xmlns'
const SPACES = `xmlns:office="${ODT}:office:1.0" xmlns:text="${ODT}:text:1.0" xmlns:table="${ODT}:table:1.0" xmlns:style="${ODT}:style:1.0" xmlns:draw="${ODT}:drawing:1.0" xmlns:fo="${ODT}:xsl-fo-compatible:1.0" xmlns:svg="${ODT}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"`

/** A LibreOffice document of this text, with the styles that its tests use. */
export async function anOdt(text: string, more: Contents = {}) {
  return zipOf({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': `${XML}<office:document-content ${SPACES}><office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style><style:style style:name="T2" style:family="text"><style:text-properties fo:font-style="italic"/></style:style><text:list-style style:name="L1"><text:list-level-style-number text:level="1"/></text:list-style><text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style></office:automatic-styles><office:body><office:text>${text}</office:text></office:body></office:document-content>`,
    'Pictures/1.png': await aPng(),
    ...more,
  })
}
