import { Network, type NetworkRecord } from '../../../models/network.ts'
import { remember } from '../memory.ts'

/** The settings of this network, or the hub's own while nobody has set any. */
export function networkSettings(): Promise<NetworkRecord> {
  return remember(['networks'], 'network', async () => {
    const record = await Network.findById('network').lean()
    return record ?? new Network().toObject()
  })
}

export async function changeSettings(changes: Partial<NetworkRecord>) {
  await Network.updateOne({ _id: 'network' }, { $set: changes }, { upsert: true })
}
