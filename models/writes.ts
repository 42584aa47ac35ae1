import mongoose, { type Schema } from 'mongoose'

let tell: (...topics: string[]) => void = () => {}

/** Who is told of each write through a model, by its topics: the collection, and the record where it is known. */
export function onWrite(listener: typeof tell) {
  tell = listener
}

/** A plugin reaches only the models made after it: every model's file imports this one first. */
mongoose.plugin(telling)

function telling(schema: Schema) {
  schema.post('save', function () {
    tell(...topicsOf(this.collection?.name, this._id))
  })
  schema.post('deleteOne', { document: true, query: false }, function () {
    tell(...topicsOf(this.collection.name, this._id))
  })
  schema.post('insertMany', function (records: unknown) {
    const made = Array.isArray(records) ? records : []
    tell(...new Set(made.flatMap(one => topicsOf(this.collection.name, idOf(one)))))
  })
  schema.post(
    ['updateOne', 'updateMany', 'findOneAndUpdate', 'findOneAndDelete', 'deleteOne', 'deleteMany'],
    { document: false, query: true },
    function (result: unknown) {
      tell(...topicsOf(this.model.collection.name, this.getFilter()._id ?? idOf(result)))
    },
  )
}

/** A record found by something else than its id, a reset's token for one, is forgotten as well. */
function idOf(result: unknown) {
  return typeof result === 'object' && result !== null && '_id' in result ? result._id : undefined
}

/** `threads` for lists, `threads:ID` for what hangs on one record, `threads:*` when nobody knows which. */
function topicsOf(collection: string | undefined, id: unknown) {
  if (!collection) return []
  return id instanceof mongoose.Types.ObjectId || typeof id === 'string'
    ? [collection, `${collection}:${id}`]
    : [collection, `${collection}:*`]
}
