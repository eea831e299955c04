// CouchDB's protocol on express-pouchdb, as its README starts it: FOLDER PORT.
"use strict"

const path = require("path")
const [folder, port] = process.argv.slice(2)
const Kept = require("pouchdb").defaults({prefix: folder + path.sep})

require("express")().use("/", require("express-pouchdb")(Kept, {
  mode: "minimumForPouchDB",
  configPath: path.join(folder, "config.json"),
  logPath: path.join(folder, "log.txt"),
})).listen(Number(port), "127.0.0.1")
