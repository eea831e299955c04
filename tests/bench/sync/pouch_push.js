// A device's database of the records in a file, and their push to an address: FILE FOLDER ADDRESS.
// Prints its seconds.
"use strict"

const fs = require("fs")
const path = require("path")
const PouchDB = require("pouchdb")
const [file, folder, address] = process.argv.slice(2)

async function main() {
  const records = JSON.parse(fs.readFileSync(file, "utf8"))
  const device = new PouchDB(path.join(folder, "device"))
  await device.bulkDocs(records.map(({id, ...fields}) => ({_id: id, ...fields})))
  const begin = process.hrtime.bigint()
  const done = await device.replicate.to(address + "/home", {batch_size: records.length})
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9
  if (!done.ok || done.docs_written !== records.length) throw new Error(JSON.stringify(done))
  console.log(JSON.stringify({seconds}))
}

main()
