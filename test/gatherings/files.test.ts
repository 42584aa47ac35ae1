import { expect } from 'chai'
import { pdf, png } from '../platform/files/support/samples.ts'
import { aDay, eventLines } from '../support/gatherings.ts'
import { useHub } from '../support/hub.ts'
import { aVisitor, signedInAs } from '../support/people.ts'

describe('the files of a gathering', () => {
  const hub = useHub()

  function aForm(files: [string, Buffer][], fields: Record<string, string> = {}) {
    const { slots, ...day } = aDay()
    const form = new FormData()
    for (const [name, value] of Object.entries({ ...day, ...fields })) form.set(name, String(value))
    form.set('slots', JSON.stringify(slots))
    for (const [name, bytes] of files) form.append('files', new Blob([new Uint8Array(bytes)]), name)
    return form
  }

  it('arrive with it, and come back byte for byte', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const posted = await coordinator.post(
      '/rencontres',
      aForm([
        ['plan.png', await png()],
        ['Programme 2031.pdf', pdf],
      ]),
    )
    expect(posted.status).to.equal(303)
    const { body } = await aVisitor(hub).getJson(posted.location ?? '')
    expect(body.slots).to.have.length(2)
    expect(body.attachments.map((file: { name: string }) => file.name)).to.deep.equal([
      'plan.png',
      'Programme 2031.pdf',
    ])
    const file = await fetch(new URL(body.attachments[1].url, hub.url))
    expect(Buffer.from(await file.arrayBuffer()).equals(pdf)).to.equal(true)
    expect(file.headers.get('x-content-type-options')).to.equal('nosniff')
    const official = await fetch(new URL(`${body.url}.pdf`, hub.url))
    expect(official.headers.get('content-type')).to.equal('application/pdf')
    expect(Buffer.from(await official.arrayBuffer()).equals(pdf)).to.equal(true)
  })

  it('are added and removed by who may edit it', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const { body } = await coordinator.postJson('/rencontres', aDay({ title: 'Sans papier' }))
    expect((await aVisitor(hub).get(`${body.url}.pdf`)).status).to.equal(404)
    const form = new FormData()
    form.append('files', new Blob([new Uint8Array(pdf)]), 'ordre.pdf')
    const headers = { accept: 'application/json' }
    const added = await coordinator.send('POST', `${body.url}/pieces-jointes`, { form, headers })
    expect(added.status).to.equal(201)
    const { url } = JSON.parse(added.text)
    expect((await aVisitor(hub).get(url)).status).to.equal(200)
    const volunteer = await signedInAs(hub, 'volunteer')
    expect((await volunteer.postJson(`${url}/suppression`)).status).to.equal(403)
    expect((await coordinator.postJson(`${url}/suppression`)).status).to.equal(204)
    expect((await aVisitor(hub).get(url)).status).to.equal(404)
    expect((await coordinator.postJson(`${body.url}/pieces-jointes`)).status).to.equal(422)
  })

  it('come with the longest programme that a form can hold', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const form = aForm([['programme.pdf', pdf]], { title: 'Marathon' })
    form.delete('slots')
    const row = { startsAt: '10:00', endsAt: '11:00', room: '', title: 'Tour', speakers: '' }
    for (let n = 0; n < 200; n++)
      for (const [name, value] of Object.entries({ ...row, description: '' }))
        form.set(`slots[${n}][${name}]`, value)
    const posted = await coordinator.post('/rencontres', form)
    expect(posted.status).to.equal(303)
    const { body } = await coordinator.getJson(posted.location ?? '')
    expect(body.slots).to.have.length(200)
  })

  it('that are no documents refuse the form and publish nothing', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const form = aForm([['virus.pdf', Buffer.from('MZ\u0000\u0001 nothing')]], { title: 'Piège' })
    const reply = await coordinator.post('/rencontres', form)
    expect(reply.status).to.equal(422)
    expect(reply.text).to.include('id="e-f-files"')
    expect((await coordinator.getJson('/rencontres/piege')).status).to.equal(404)
  })
})

describe('the calendar of a gathering', () => {
  const hub = useHub()

  it('says when and where in UTC, and grows at each change', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const summer = {
      startsAt: '2031-07-08T09:30',
      endsAt: '2031-07-08T18:00',
      slots: [{ startsAt: '10:00', endsAt: '11:00', title: 'Ouverture', speakers: ['Samira'] }],
    }
    const { body } = await coordinator.postJson(
      '/rencontres',
      aDay({ title: 'Été', address: '2 rue X; Brest', ...summer }),
    )
    const reply = await aVisitor(hub).get(body.icsUrl)
    expect(reply.headers.get('content-type')).to.include('text/calendar')
    expect(reply.text.replaceAll('\r\n', '')).not.to.match(/[\r\n]/)
    expect(
      Math.max(...reply.text.split('\r\n').map(line => Buffer.byteLength(line))),
    ).to.be.at.most(75)
    const line = eventLines(reply.text)
    expect(line('DTSTART')).to.equal('20310708T073000Z')
    expect(line('DTEND')).to.equal('20310708T160000Z')
    expect(line('LOCATION')).to.equal('Centre Keraudren\\, 2 rue X\\; Brest')
    expect(line('SUMMARY')).to.equal('Été')
    expect(line('SEQUENCE')).to.equal('0')
    expect(line('DESCRIPTION')).to.include('Ouverture (Samira)')
    expect(line('URL')).to.match(/^http.*\/rencontres\/ete$/)
    await coordinator.postJson(`${body.url}/modifier`, {
      title: 'Hiver',
      startsAt: '2031-12-08T09:30',
      endsAt: '2031-12-08T18:00',
      slots: [],
    })
    const updated = eventLines((await aVisitor(hub).get(body.icsUrl)).text)
    expect(updated('DTSTART')).to.equal('20311208T083000Z')
    expect(updated('SEQUENCE')).to.equal('1')
    expect(updated('UID')).to.equal(line('UID'))
  })

  it('lets no text become a line of its own', async () => {
    const coordinator = await signedInAs(hub, 'coordinator')
    const hostile = 'a\nEND:VEVENT\r\nBEGIN:VEVENT\nATTENDEE:mailto:x@example.org'
    expect((await coordinator.postJson('/rencontres', aDay({ title: hostile }))).status).to.equal(
      422,
    )
    const { body } = await coordinator.postJson(
      '/rencontres',
      aDay({ title: 'x;,\\n"', description: hostile }),
    )
    const { text } = await aVisitor(hub).get(body.icsUrl)
    expect(text.match(/^BEGIN:VEVENT/gm)).to.have.length(1)
    expect(text).not.to.match(/^ATTENDEE/m)
  })

  it('of all of them is one, read again only when something changed', async () => {
    const visitor = aVisitor(hub)
    const reply = await visitor.get('/rencontres.ics')
    expect(reply.text.match(/^BEGIN:VEVENT/gm)?.length).to.be.greaterThan(1)
    const again = await visitor.get('/rencontres.ics', {
      'if-none-match': reply.headers.get('etag') ?? '',
    })
    expect(again.status).to.equal(304)
  })
})
