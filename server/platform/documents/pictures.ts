/** The pictures of a document, each under a name that its text holds in their place. */
export type Picture = { mark: string; name: string; bytes: Uint8Array }

const MOST_PICTURES = 28
const MOST_BYTES = 60_000_000

export class Pictures {
  readonly found: Picture[] = []
  /** Those that could not be taken. */
  lost = 0
  /** The files beside the document that its text shows, and that did not come with it. */
  readonly absent: string[] = []
  #bytes = 0

  /** What stands for it in the text; undefined for one too many. */
  add(bytes: Uint8Array): string | undefined {
    if (this.found.length >= MOST_PICTURES || this.#bytes + bytes.length > MOST_BYTES) {
      this.lost++
      return undefined
    }
    this.#bytes += bytes.length
    const mark = `rouedad-image-${this.found.length + 1}`
    this.found.push({ mark, name: `image-${this.found.length + 1}`, bytes: new Uint8Array(bytes) })
    return mark
  }
}

/** The text with the address of each picture that was kept; of another, its description stays. */
export function placePictures(text: string, addresses: ReadonlyMap<string, string>) {
  return text.replace(
    /!\[([^\]]*)\]\((rouedad-image-\d+)(?: "[^"]*")?\)/g,
    (_, alt: string, mark: string) => {
      const address = addresses.get(mark)
      return address ? `![${alt}](${address})` : alt
    },
  )
}
