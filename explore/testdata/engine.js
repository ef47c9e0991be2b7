// Starts an engine and asks it questions: node engine.js FOLDER QUESTIONS, where FOLDER holds what tools/engine left, and
// QUESTIONS is a file with a list of [name, question] in JSON. It prints the answers as a list.
'use strict';
const fs = require('fs'), path = require('path'), zlib = require('zlib');
const [folder, questions] = process.argv.slice(2);
globalThis.require = require;
globalThis.fs = fs;
globalThis.path = path;
require(path.join(folder, 'wasm_exec.js'));
(async () => {
  const go = new Go(), program = zlib.gunzipSync(fs.readFileSync(path.join(folder, 'engine.wasm.gz')));
  const { instance } = await WebAssembly.instantiate(program, go.importObject);
  const ready = new Promise(r => { globalThis.envelopeReady = r; });
  go.run(instance);
  await ready;
  const answers = JSON.parse(fs.readFileSync(questions, 'utf8')).map(([what, q]) => JSON.parse(envelopeAsk(what, JSON.stringify(q))));
  fs.writeSync(1, JSON.stringify(answers));
  process.exit(0);
})();
