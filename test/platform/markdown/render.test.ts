import { expect } from 'chai'
import { plainText, renderMarkdown } from '../../../server/platform/markdown/render.ts'

describe('renderMarkdown', () => {
  it('keeps the only h1 for the page, and stops at h4', () => {
    expect(renderMarkdown('# a\n\n## b\n\n##### c')).to.equal(
      '<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>\n',
    )
    expect(renderMarkdown('# a\n\n## b\n\n### c', { headingOffset: 2 })).to.equal(
      '<h3>a</h3>\n<h4>b</h4>\n<h4>c</h4>\n',
    )
  })

  it('skips no level, whatever size people choose for their headings', () => {
    expect(renderMarkdown('### a\n\n### b\n\n# c\n\n#### d\n\n## e')).to.equal(
      '<h2>a</h2>\n<h2>b</h2>\n<h2>c</h2>\n<h3>d</h3>\n<h3>e</h3>\n',
    )
  })

  it('keeps line breaks as people type them, unless told otherwise', () => {
    expect(renderMarkdown('a\nb')).to.equal('<p>a<br />\nb</p>\n')
    expect(renderMarkdown('a\nb', { breaks: false })).to.equal('<p>a\nb</p>\n')
  })

  it('renders tables without inline style', () => {
    const html = renderMarkdown('|a|b|\n|--|-:|\n|1|2|')
    expect(html).to.include('<td>1</td>').and.include('<td data-align="right">2</td>')
    expect(html).not.to.include('style')
  })

  it('links addresses as typed, and gives external ones no credit', () => {
    const rel = 'rel="nofollow ugc noopener"'
    expect(renderMarkdown('https://a.fr/x')).to.include(`<a href="https://a.fr/x" ${rel}>`)
    expect(renderMarkdown('voir www.a.fr')).to.include(`<a href="http://www.a.fr" ${rel}>`)
    expect(renderMarkdown('a@b.fr')).to.include('<a href="mailto:a@b.fr">')
    expect(renderMarkdown('[ici](/lieux)')).to.equal('<p><a href="/lieux">ici</a></p>\n')
    expect(renderMarkdown('[nous](tel:0298000000)')).to.include('href="tel:0298000000"')
    expect(renderMarkdown('fiche.md essai.py')).not.to.include('<a')
  })

  it('shows pictures of this site, and the description of those from elsewhere', () => {
    const pages = [
      ...['/deconnexion', '/discussions/5b028d41b54951a753863220', '/ressources.zip', '/'],
      ...['/ressources/x/pieces-jointes/../../../discussions', '/x/pieces-jointes/%2e%2e/%2E%2e/y'],
      ...['/recherche?q=a.png', '/compte#.png', '/x/pieces-jointes//y', '/./a.png'],
    ]
    for (const page of pages) {
      const html = renderMarkdown(`![plan](${page})`)
      expect(html, page).to.include('plan').and.not.include('<img')
    }
    for (const file of ['/ressources/x/pieces-jointes/5b02/plan%C3%A9.pdf', '/membres/a/photo'])
      expect(renderMarkdown(`![plan](${file})`), file).to.include('<img')
    expect(renderMarkdown('![plan](/fichiers/1.png)')).to.equal(
      '<p><img src="/fichiers/1.png" alt="plan" loading="lazy" /></p>\n',
    )
    const elsewhere = ['https://e.fr/x.png', '//e.fr/x.png', '/\\e.fr/x.png', 'x.png']
    for (const src of [...elsewhere, 'data:image/png;base64,AA']) {
      const html = renderMarkdown(`![plan](${src})`)
      expect(html, src).to.include('plan')
      expect(html, src).not.to.include('<img')
    }
  })

  it('sets French text, but neither code nor links', () => {
    const html = renderMarkdown("L'eau : « *vive* » ! `l'a !` [l'or !](/x)\n\n    l'x !", {
      french: true,
    })
    expect(html).to.include('L’eau\u00A0: «\u00A0<em>vive</em>\u00A0»\u00A0!')
    expect(html).to.include("<code>l'a !</code>").and.include(">l'or !</a>").and.include("l'x !\n")
  })
})

describe('renderMarkdown against hostile text', () => {
  const corpus = [
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](java\nscript:alert(1))',
    '[a](&#106;avascript:alert(1))',
    '[a](&#x6A;avascript&colon;alert(1))',
    '[a](javascript&#58;alert(1))',
    '[a]( \u0001javascript:alert(1))',
    '[a](<java\tscript:alert(1)>)',
    '[a](javascript%3aalert(1))',
    '[a](vbscript:msgbox(1))',
    '[a](data:text/html;base64,PHNjcmlwdD4=)',
    '[a](file:///etc/passwd)',
    '[a](blob:https://x/1)',
    '[a]: javascript:alert(1)\n\n[a]',
    '<javascript:alert(1)>',
    '<data:text/html,x>',
    '![a](javascript:alert(1))',
    '![a](/x.png" onerror="alert(1))',
    '![a](/x.png "t\\" onerror=\\"alert(1)")',
    '![a" onerror="alert(1)](/x.png)',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)>',
    '<svg><script>alert(1)</script></svg>',
    '<iframe srcdoc="<script>1</script>">',
    '<a href="javascript:1">a</a>',
    '<p style="position:fixed">a</p>',
    '<!--><img src=x onerror=alert(1)>-->',
    '<math><mi xlink:href="data:x,<script>">',
    '`<script>`',
    '```"><script>\n</code></pre><script>alert(1)</script>\n```',
    '[a](/x "><script>alert(1)</script>")',
    '[<img src=x onerror=alert(1)>](/x)',
    '[a](//evil.example)',
    '[a](/\\evil.example)',
    '|<b onclick=1>|\n|-|\n|<script>|',
    '[![a](javascript:1)](javascript:1)',
    '\u0000<script\u0000>alert(1)</script>',
    '<<script>script>alert(1)<</script>/script>',
  ]

  for (const source of corpus)
    it(`lets nothing run from ${JSON.stringify(source)}`, () => {
      const html = renderMarkdown(source, { french: true })
      for (const tag of html.match(/<[^>]*>/g) ?? [])
        expect(tag).to.match(
          /^<\/?(p|a|br|img|code|pre|em|strong|table|thead|tbody|tr|th|td)( (href|src|alt|title|rel|loading)="[^"<>]*")*( \/)?>$/,
        )
      for (const [, url = ''] of html.matchAll(/<[^>]*(?:href|src)="([^"]*)"/g))
        expect(url)
          .to.match(/^(https?:|mailto:|tel:|[^:]*$)/i)
          .and.not.match(/^[/\\]{2}|^\/\\/)
    })

  for (const piece of ['[', '*', '**', '_a_', '![', '[a](', '`', '> ', '<', '(', '|', '« '])
    it(`takes four times as long, not sixteen, for four times as much of ${JSON.stringify(piece)}`, () => {
      const few = quickest(piece.repeat(20_000 / piece.length))
      const many = quickest(piece.repeat(80_000 / piece.length))
      // In time of the processor, the least of several, with room between 4 and 16: a busy machine changes little.
      expect(many).to.be.below(few * 10 + 100)
    })
})

function quickest(source: string) {
  const times = Array.from({ length: 3 }, () => {
    const start = process.cpuUsage()
    renderMarkdown(source, { french: true })
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

describe('plainText', () => {
  it('keeps the words and drops the markup', () => {
    const source =
      '# Titre\n\nUn *mot*, `code`, [lien](http://a.fr) ![plan](/a.png)\nsuite\n\n- a\n- b'
    expect(plainText(source)).to.equal('Titre Un mot, code, lien plan suite a b')
  })

  it('cuts between words within the length asked', () => {
    expect(plainText('Découvrir le tableur, pas à pas', 24)).to.equal('Découvrir le tableur…')
    expect(plainText('Découvrir le tableur', 20)).to.equal('Découvrir le tableur')
    expect(plainText('mot '.repeat(50_000), 60).length).to.be.at.most(60)
  })
})
