export type Section = { heading: string; level: number; text: string }

/** A Markdown text by its headings; what comes before the first one has none, at level 7. */
export function sectionsOf(markdown: string): Section[] {
  const sections: { heading: string; level: number; lines: string[] }[] = []
  let fence = ''
  for (const line of markdown.split('\n')) {
    fence = fenceAfter(line, fence)
    const [, marks, heading] = (!fence && /^(#{1,6}) +(.+?)(?: +#+)?$/.exec(line)) || []
    if (marks && heading) sections.push({ heading, level: marks.length, lines: [] })
    else if (sections.length > 0) sections.at(-1)?.lines.push(line)
    else sections.push({ heading: '', level: 7, lines: [line] })
  }
  return sections
    .map(({ heading, level, lines }) => ({ heading, level, text: lines.join('\n').trim() }))
    .filter(({ heading, text }) => heading || text)
}

function fenceAfter(line: string, open: string) {
  const mark = /^ {0,3}(```|~~~)/.exec(line)?.[1] ?? ''
  if (!open) return mark
  return mark === open ? '' : open
}
