// Opens a document with automerge's own JavaScript package and says what is in it:
// node read.mjs DOCUMENT COPY. Prints its heads and its maps, and saves it again as COPY.
import { readFileSync, writeFileSync } from "node:fs";
import * as Automerge from "@automerge/automerge";

const [document, copy] = process.argv.slice(2);
const doc = Automerge.load(readFileSync(document));
const maps = {};
for (const [name, map] of Object.entries(doc)) {
    if (typeof map !== "object") continue;
    maps[name] = {};
    for (const [key, text] of Object.entries(map)) maps[name][key] = String(text);
}
writeFileSync(copy, Automerge.save(doc));
console.log(JSON.stringify({ heads: Automerge.getHeads(doc), schema: Number(doc.schema), maps }));
