import { PAGE_SIZE } from '../../server/platform/http/lists.ts'
import { Agent } from '../support/agent.ts'

const PASSWORD = 'demonstration'
const EVERYBODY = ['animateur', 'benevole', 'coordination', 'admin'].map(
  name => `${name}@demo.test`,
)

export type Ground = {
  /** The signed-in cookies of the demonstration's four accounts. */
  cookies: string[]
  agent: Agent
  pages: { name: string; path: string; member: boolean }[]
  room: string
}

/** What is measured, in the demonstration network: its pages, and a discussion of 20 replies made for it. */
export async function prepareGround(url: string): Promise<Ground> {
  const agents = await Promise.all(EVERYBODY.map(email => signedIn(url, email)))
  const [agent] = agents
  if (!agent) throw new Error('The demonstration network has no accounts')
  const thread = await fullThread(agent)
  const [sheet, room] = await Promise.all([
    firstOf(new Agent(url), '/ressources?type=fiches'),
    firstOf(agent, '/salons'),
  ])
  return {
    agent,
    room,
    cookies: agents.map(({ cookie }) => cookie),
    pages: [
      { name: "Visitor's home", path: '/', member: false },
      { name: 'Public sheet, visitor', path: sheet, member: false },
      { name: "Member's home", path: '/', member: true },
      { name: 'Discussion of 20 replies, member', path: thread, member: true },
      { name: 'Public sheet, member', path: sheet, member: true },
    ],
  }
}

async function signedIn(url: string, email: string) {
  const agent = new Agent(url)
  await agent.signIn(email, PASSWORD)
  return agent
}

async function fullThread(agent: Agent): Promise<string> {
  const body = 'Comment faites-vous quand **deux personnes** arrivent avec la même question ?'
  const { body: thread } = await agent.postJson('/discussions', {
    title: 'Une page de réponses',
    body,
  })
  for (let n = 1; n <= PAGE_SIZE; n++) {
    const reply = await agent.postJson(`${thread.url}/reponses`, { body: `${n}. ${REPLY}` })
    if (reply.status !== 201) throw new Error(`A reply was refused: ${reply.text}`)
  }
  return thread.url
}

/** About as long as the replies of real discussions, with the Markdown that people use. */
const REPLY = `Chez nous, on les installe *côte à côte* : la première explique à la seconde ce qu'elle vient de comprendre.

- on note la question au tableau ;
- on reformule ensemble ;
- on garde [la fiche](/ressources) pour la fois suivante.

> Celui qui sait depuis dix minutes explique mieux que celui qui sait depuis dix ans.

Cela prend un quart d'heure de plus, et **personne n'attend** les bras croisés. On a essayé aussi avec trois personnes : au-delà, il vaut mieux faire deux groupes et passer de l'un à l'autre.`

async function firstOf(agent: Agent, list: string): Promise<string> {
  const { body } = await agent.getJson(list)
  const url = body?.items?.[0]?.url
  if (typeof url !== 'string') throw new Error(`${list} is empty`)
  return url
}
