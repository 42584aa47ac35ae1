import { stringify } from 'csv-stringify/sync'
import { type PresentedSpace, spaceUrl } from './presenter.ts'

/** Spaces as GeoJSON (RFC 7946): those with a position, longitude first. */
export function geoJson(spaces: readonly PresentedSpace[], baseUrl: string) {
  return {
    type: 'FeatureCollection',
    features: spaces
      .filter(({ latitude, longitude }) => latitude !== null && longitude !== null)
      .map(({ latitude, longitude, html: _, ...properties }) => ({
        type: 'Feature',
        id: properties.id,
        geometry: { type: 'Point', coordinates: [longitude, latitude] },
        properties: { ...properties, url: `${baseUrl}${spaceUrl(properties)}` },
      })),
  }
}

/** The columns that an import reads back. Formulas are disarmed: a spreadsheet would run them. */
export function csv(spaces: readonly PresentedSpace[]) {
  const rows = spaces.map(space => ({
    ...space,
    lead: space.lead ? 'yes' : 'no',
    labelled: space.labelled ? 'yes' : 'no',
    services: space.services.join('|'),
  }))
  return stringify(rows, { header: true, bom: true, columns: COLUMNS, escape_formulas: true })
}

const COLUMNS = [
  ...['slug', 'name', 'kind', 'address', 'postcode', 'commune', 'latitude', 'longitude'],
  ...['territory', 'lead', 'services', 'openingHours', 'phone', 'email', 'website', 'labelled'],
  'description',
]
