import type { Agent } from './agent.ts'
import { aMember, signedInAs } from './people.ts'

type Hub = { url: string }
export type Network = Awaited<ReturnType<typeof aLivelyNetwork>>

/** A small network where every kind of page has something to show, written through the hub's own JSON. */
export async function aLivelyNetwork(hub: Hub) {
  const admin = await signedInAs(hub, 'admin', { name: 'Alan' })
  const animateur = await signedInAs(hub, 'animateur', { name: 'Nolwenn', skills: ['Vidéo'] })
  const volunteer = await signedInAs(hub, 'volunteer', { name: 'Odile' })
  await aMember('volunteer', { name: 'Marguerite', state: 'pending', bio: 'Je viens de Paimpol.' })
  const category = await post(admin, '/administration/categories', CATEGORY)
  const room = await post(admin, '/administration/salons', ROOM)
  const space = await post(admin, '/lieux', SPACE)
  const sheet = await post(animateur, '/ressources', SHEET)
  const guide = await post(animateur, '/ressources', GUIDE)
  const gathering = await post(admin, '/rencontres', gatheringIn(30))
  const past = await post(admin, '/rencontres', gatheringIn(-60))
  const thread = await post(animateur, '/discussions', {
    title: 'Qui a déjà prêté ses tablettes pour une semaine ?',
    body: 'On nous les demande **de plus en plus**, pour des personnes qui ne se déplacent pas.',
    category: category.slug,
  })
  const reply = await replies(admin, thread.url, 21)
  const message = await talk([admin, animateur], room.url)
  return {
    admin,
    animateur,
    volunteer,
    category,
    room,
    space,
    sheet,
    guide,
    gathering,
    past,
    thread,
    reply,
    message,
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what a test reads, it asserts
async function post(agent: Agent, path: string, json: object): Promise<any> {
  const { status, text, body } = await agent.postJson(path, json)
  if (status !== 201) throw new Error(`${path} answers ${status}: ${text}`)
  return body
}

/** One after the other, as people do; the last one is by a reader who also writes elsewhere. */
async function replies(agent: Agent, thread: string, howMany: number) {
  let last = { url: '' }
  for (let n = 1; n <= howMany; n++) {
    const body = `Réponse ${n}.\n\n- une convention d'une page ;\n- la [fiche de prêt](/ressources).\n\n> Et on rappelle au bout de deux jours.`
    last = await post(agent, `${thread}/reponses`, { body })
  }
  return last
}

async function talk(agents: Agent[], room: string) {
  const lines = ['Bonjour à tous !', 'Qui sera à Brest ?', '`Ctrl` + `0` remet le zoom.', 'Merci !']
  let last = { url: '' }
  for (const [n, body] of lines.entries()) {
    const agent = agents[n % agents.length]
    if (agent) last = await post(agent, `${room}/messages`, { body, clientId: `c-${n}` })
  }
  return last
}

const CATEGORY = {
  name: 'Entraide',
  nameEn: 'Mutual aid',
  description: 'Une question, des réponses.',
}
const ROOM = { slug: 'cafe', title: 'Le café', topic: 'On se salue, on se raconte.', icon: 'smile' }

const SPACE = {
  name: 'Cybercommune de Rostrenen',
  kind: 'cybercommune',
  address: '6 rue Joseph Pennec',
  postcode: '22110',
  commune: 'Rostrenen',
  latitude: 48.2366,
  longitude: -3.3189,
  services: ['computers', 'printing', 'wifi', 'workshops'],
  openingHours: 'Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-12:00',
  description: 'Six postes, une imprimante, et **du temps**.',
}

const SHEET = {
  kind: 'sheet',
  title: 'Trier ses photos avant que le téléphone ne soit plein',
  summary: 'Garder les belles, sauver le reste, et savoir où elles sont.',
  body: '## Avant de commencer\n\nPrévoir des câbles.\n\n| Marque | Câble |\n| --- | --- |\n| Fairphone | USB-C |',
  publics: ['seniors', 'tout-public'],
  level: 'beginner',
  durationMinutes: 90,
  groupSize: '6 à 8',
  materials: ['Un téléphone chacun', 'Un disque externe'],
  themes: ['photo', 'telephone'],
  licence: 'CC BY-SA 4.0',
  audience: 'public',
  steps: [
    {
      title: 'Combien de photos avons-nous ?',
      minutes: 15,
      mode: 'talk',
      body: 'Un tour de table.',
    },
    { title: 'Supprimer sans regret', minutes: 25, mode: 'show', body: 'Les doubles d’abord.' },
    { title: 'Copier sur le disque', minutes: 50, mode: 'do', body: '1. Brancher.\n2. Copier.' },
  ],
}

const GUIDE = {
  kind: 'guide',
  title: 'Remettre un vieux PC en service avec Linux Mint',
  summary: 'Une matinée par machine, et dix ans de plus.',
  body: '## La clé\n\n```\nsudo apt update\n```\n\nPuis redémarrer.',
  publics: ['animateurs'],
  level: 'comfortable',
  themes: ['logiciels-libres', 'materiel'],
  audience: 'network',
}

/** A day of three slots in two rooms, so many days from now. */
function gatheringIn(days: number) {
  const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const at = (time: string) => `${day}T${time}`
  return {
    kind: 'annual',
    title: 'Rencontre régionale des espaces publics numériques',
    description: 'Une journée pour **se voir**.',
    startsAt: at('09:30'),
    endsAt: at('18:00'),
    timeZone: 'Europe/Paris',
    venue: 'Le Quartz, Brest',
    address: '60 rue du Château, Brest',
    attendees: 'Animateurs, bénévoles, élus.',
    audience: 'public',
    slots: [
      {
        startsAt: at('09:30'),
        endsAt: at('10:30'),
        room: 'Grande salle',
        title: 'Ouverture',
        speakers: ['Gwenaëlle'],
      },
      {
        startsAt: at('10:30'),
        endsAt: at('12:00'),
        room: 'Grande salle',
        title: 'Prêter du matériel',
        speakers: ['Nolwenn', 'Denis'],
      },
      {
        startsAt: at('10:30'),
        endsAt: at('12:00'),
        room: 'Salle 2',
        title: 'Réparer ensemble',
        speakers: ['Samira'],
      },
    ],
  }
}
