import { expect } from 'chai'
import { gabrielGraph, spanningTree } from '../../server/spaces/mesh.ts'
import { nightMap } from '../../server/spaces/night.ts'
import { type Point, projectionFor } from '../../server/spaces/projection.ts'

const light = (latitude: number, longitude: number, lead = false, territory = 'a') => ({
  latitude,
  longitude,
  lead,
  territory,
})

describe('the mesh of a network', () => {
  it('joins a territory by its shortest tree', () => {
    const points: Point[] = [
      [0, 0],
      [10, 0],
      [1, 0],
      [5, 0],
    ]
    expect(spanningTree(points)).to.deep.equal([
      [
        [0, 0],
        [1, 0],
      ],
      [
        [1, 0],
        [5, 0],
      ],
      [
        [5, 0],
        [10, 0],
      ],
    ])
    expect(spanningTree([])).to.deep.equal([])
  })

  it('joins lead spaces that nobody stands between', () => {
    const [a, b, c]: Point[] = [
      [0, 0],
      [5, 1],
      [10, 0],
    ]
    expect(gabrielGraph([a ?? [0, 0], b ?? [0, 0], c ?? [0, 0]])).to.deep.equal([
      [a, b],
      [b, c],
    ])
  })
})

describe('the network as lights', () => {
  it('draws Brittany alone when there is no space', () => {
    const svg = nightMap([])
    expect(svg.match(/<path/g)).to.have.length(1)
    expect(svg).to.include('fill="#1e3b52"')
  })

  it('draws dots, heads and lines without any style', () => {
    const svg = nightMap([light(48.4, -4.5, true), light(48.5, -4.3), light(48.1, -1.7, true, 'b')])
    expect(svg.match(/<path/g)).to.have.length(4)
    expect(svg)
      .to.include('stroke="#ffc53d" stroke-width="8"')
      .and.not.match(/style|class|script/)
    expect(svg.match(/h0/g)).to.have.length(3)
    expect(svg.match(/L/g)?.length).to.be.greaterThan(2)
  })

  it('fits a network from elsewhere to the frame, without the outline', () => {
    const places = [light(47.9, 1.9, true), light(47.4, 0.7), light(47.1, 2.4)]
    const { at, brittany } = projectionFor(places)
    expect(brittany).to.equal(false)
    for (const [x, y] of places.map(at)) {
      expect(x).to.be.within(30, 590)
      expect(y).to.be.within(30, 350)
    }
    expect(nightMap(places)).not.to.include('#1e3b52')
    expect(nightMap([light(-20.9, 55.4)])).to.include('M308 188h0')
  })
})
