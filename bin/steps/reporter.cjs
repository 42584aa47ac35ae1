const { writeFileSync } = require('node:fs')
const { reporters } = require('mocha')

/** mocha's own `spec`, which also leaves its count in the file named by TEST_TALLY. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options)
    runner.once('end', () => writeFileSync(process.env.TEST_TALLY, this.tally()))
  }

  tally() {
    const { passes, failures, pending } = this.stats
    const skipped = pending > 0 ? `, ${pending} skipped` : ''
    return `${passes} passed, ${failures} failed${skipped}`
  }
}
