'use strict';
(() => {
  const page = globalThis.envelopePage, about = JSON.parse(document.getElementById('plan').textContent);
  if (!page) return;
  const { data, element } = page, $ = id => document.getElementById(id);

  // The state of the levers: how many steps each is moved, in a scenario of the file. All that is asked follows from it.
  // What was kept is such a state under a name. The base is one of those, or none: what the levers move on from.
  const steps = new Map(), kept = new Map();
  let scenario = page.state.scenario, base = '', seq = 0;
  const capital = s => s.charAt(0).toUpperCase() + s.slice(1);
  const asMoved = () => base ? base + ', moved on' : scenario + ', as moved';
  const moves = () => about.levers.filter(l => steps.get(l.place) && !(l.own || []).includes(scenario))
    .map(l => ({ place: l.place, by: Number((steps.get(l.place) * l.step).toPrecision(12)) }));
  const from = () => base ? kept.get(base).moves : [];
  const away = () => JSON.stringify(moves()) !== JSON.stringify(from());
  const question = paths => {
    const lines = about.lines.includes(page.state.line) ? [page.state.line] : [];
    return { scenario, moves: moves(), lines, paths };
  };

  // A door takes the name of a question and the question, and gives the answer's text: who served the page, or an engine
  // in a worker of the page itself. Nothing is sent anywhere else.
  const served = async (what, q) => (await posted(what, q)).text();
  async function posted(what, q) {
    const reply = await fetch(what, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(q) });
    if (reply.ok) return reply;
    const why = (reply.headers.get('Content-Type') || '').includes('problem') ? await reply.json() : { detail: reply.statusText };
    throw Object.assign(new Error(why.faults ? why.faults.map(f => f.problem).join('; ') : why.detail), { status: reply.status });
  }

  // begun is a worker that runs a script.
  const begun = (...script) => new Worker(URL.createObjectURL(new Blob(script, { type: 'text/javascript' })));

  // compiled is the program in the page, as a module. It is made in a worker that ends with it, and all that it used.
  const COMPILE = `
    onmessage = async e => {
      const parts = e.data.match(/.{1,65536}/g).map(p => Uint8Array.from(atob(p), c => c.charCodeAt(0)));
      const raw = new Blob(parts).stream().pipeThrough(new DecompressionStream('gzip'));
      postMessage(await WebAssembly.compileStreaming(new Response(raw, { headers: { 'Content-Type': 'application/wasm' } })));
    };
    onunhandledrejection = e => postMessage(String(e.reason));`;
  async function compiled(engine) {
    const worker = begun(COMPILE);
    const module = await new Promise((yes, no) => {
      worker.onmessage = e => typeof e.data === 'string' ? no(new Error(e.data)) : yes(e.data);
      worker.onerror = e => no(new Error(e.message || 'the worker was refused'));
      worker.postMessage(engine.program);
    });
    worker.terminate();
    return module;
  }

  // WORKER is what a worker does after Go's own script: it starts the program, opens the file and answers in turn.
  const WORKER = `
    onmessage = async e => {
      const d = e.data;
      if (d.module) {
        const go = new Go(), ready = new Promise(r => { globalThis.envelopeReady = r; });
        go.run(await WebAssembly.instantiate(d.module, go.importObject));
        await ready;
      }
      postMessage({ id: d.id, text: envelopeAsk(d.what, d.q) });
    };
    onunhandledrejection = e => postMessage({ id: 0, text: JSON.stringify({ problem: String(e.reason) }) });`;

  // engineDoor starts an engine in a worker.
  async function engineDoor(module, engine) {
    const worker = begun(engine.glue, WORKER), waiting = new Map();
    let last = 0, fail;
    const broken = new Promise((_, no) => { fail = no; });
    broken.catch(() => {});
    worker.onerror = e => fail(new Error(e.message || 'the worker was refused'));
    worker.onmessage = e => {
      const done = waiting.get(e.data.id);
      waiting.delete(e.data.id);
      if (done) done(e.data.text); else fail(new Error(e.data.text));
    };
    const ask = (what, q, module) => {
      const id = ++last, reply = new Promise(r => waiting.set(id, r));
      worker.postMessage({ id, what, q: JSON.stringify(q), module });
      return Promise.race([reply, broken]).then(text => {
        if (text.startsWith('{"problem":')) throw new Error(JSON.parse(text).problem);
        return text;
      });
    };
    const { engine: _, ...known } = about;
    await ask('open', { name: engine.name, text: engine.text, about: known }, module);
    return ask;
  }

  // Served, one door answers all. With the engine in the page two do: one on few futures, which follows the newest move,
  // and one on all, at rest.
  const COARSE = 1024;
  let follow = served, settle = served;

  // Each lever is a slider with its name, its value, its ends, where it comes from, and a way back.
  const parts = about.levers.map((l, i) => {
    const id = 'lever-' + i, last = l.first + l.marks.length - 1;
    const input = element('input', { type: 'range', id, min: l.first, max: last, step: 1, value: 0, 'aria-describedby': id + '-note' });
    const output = element('output', { for: id }), back = element('button', { type: 'button', hidden: '', 'aria-label': 'Put back ' + l.label }, 'Put back');
    const quality = element('span', { class: 'quality ' + l.quality }, l.quality);
    const says = [l.value && 'In the file ' + l.value, l.uncertainty, l.source, l.assumed_from && 'assumed from ' + l.assumed_from].filter(Boolean).join('; ');
    const note = element('p', { class: 'note', id: id + '-note' }, quality, ' ' + says + '.');
    const whole = element('div', { class: 'lever' },
      element('div', { class: 'head' }, element('label', { for: id }, capital(l.label)), output), input,
      element('div', { class: 'ends', 'aria-hidden': 'true' }, element('span', {}, l.marks[0]), element('span', {}, l.marks[l.marks.length - 1])),
      element('div', { class: 'foot' }, note, back));
    input.addEventListener('input', () => { steps.set(l.place, Number(input.value)); moved(); });
    back.addEventListener('click', () => { steps.delete(l.place); moved(); input.focus(); });
    $('levers').append(whole);
    return { l, input, output, back, whole };
  });

  // show brings the levers in line with the state.
  function show() {
    for (const p of parts) {
      const k = steps.get(p.l.place) || 0, fixed = (p.l.own || []).includes(scenario), text = fixed ? 'has its own' : p.l.marks[k - p.l.first];
      p.input.value = k;
      p.input.disabled = fixed;
      p.input.setAttribute('aria-valuetext', text);
      p.output.textContent = text;
      p.whole.classList.toggle('on', k !== 0 && !fixed);
      p.back.hidden = k === 0 || fixed;
    }
    for (const id of ['reset', 'yaml', 'workbook', 'manifest', 'link']) $(id).disabled = !moves().length;
    $('keep').disabled = !away();
    $('moved').classList.toggle('on', away());
    if (away()) return;
    $('moved-answer').textContent = base ? `This is “${base}”. The sliders move on from it, and what they change is told against it.`
      : 'Move a slider: the answer, and all charts below, follow. Until then this is the file as it is.';
    $('moved-change').textContent = $('moved-note').textContent = '';
    $('steps-figure').hidden = true;
  }

  // put lays series of a name, on so many futures, into the data, in the place of those of that name.
  function put(name, series, chances, futures) {
    for (const [key, all] of [['series', series], ['chances', chances]]) {
      data[key] = data[key].filter(x => x.s !== name);
      data[key].push(...all.map(x => ({ ...x, s: name, f: futures })));
    }
  }

  // rebase changes what the levers move on from; what was shown as moved from another is no more.
  function rebase(name) {
    put(asMoved(), [], []);
    base = name;
  }

  // moved asks for the newest state and draws it. What is asked meanwhile waits, and of that the last alone is asked.
  let busy = false, again = false, rest = 0;
  async function moved() {
    if (!moves().length) rebase('');
    show();
    seq++;
    clearTimeout(rest);
    $('copied').textContent = '';
    remember();
    if (!away()) {
      put(asMoved(), [], []);
      data.beside = base ? scenario : undefined;
      page.set({ scenario: base || scenario });
      return;
    }
    $('moved-change').textContent = '';
    $('steps-figure').classList.add('stale'); // until the change is known again
    again = true;
    if (busy) return;
    busy = true;
    while (again) {
      again = false;
      const at = seq, began = performance.now();
      try {
        const a = JSON.parse(await follow('run', question(about.engine && COARSE)));
        if (away()) draw(a, began);
      } catch (e) {
        $('moved-note').textContent = 'No answer: ' + e.message + '. What is shown is the state before.';
        if (e.status === 429 && at === seq) { again = true; await new Promise(r => setTimeout(r, 500)); }
      }
    }
    busy = false;
    if (about.engine && away()) fine();
    else rest = setTimeout(change, 250);
  }

  // fine works the state out on all futures, where it was drawn on few.
  async function fine() {
    const at = seq, began = performance.now();
    try {
      const a = JSON.parse(await settle('run', question()));
      if (at !== seq) return;
      draw(a, began);
      rest = setTimeout(change, 250);
    } catch (e) {
      $('moved-note').textContent = 'No answer: ' + e.message + '.';
    }
  }

  // sure says on how many futures figures stand.
  const sure = n => n.toLocaleString('en-GB') + ' futures; intervals are 95% Monte Carlo intervals';

  function draw(a, began) {
    put(asMoved(), a.series, a.chances, a.paths);
    data.beside = base || scenario;
    const line = a.series.some(x => x.n === page.state.line) ? page.state.line : 'balance';
    page.set({ scenario: asMoved(), line });
    $('said').setAttribute('aria-live', 'off'); // of a drag a screen reader hears where it comes to rest
    $('moved-answer').textContent = a.sentence;
    $('moved-note').textContent = sure(a.paths) + '. Result ' + a.hash.slice(0, 12) + '.';
    for (const p of parts) {
      if (a.values[p.l.place] && p.l.marks[-p.l.first] === 'as in the file') p.output.title = a.values[p.l.place];
    }
    requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => times.push(performance.now() - began); c.port2.postMessage(0); });
  }
  const times = globalThis.envelopeTimes = []; // from asking to painting, in milliseconds

  // change asks, at rest, what the moves changed.
  async function change() {
    const at = seq;
    try {
      const c = JSON.parse(await settle('compare', { ...question(), from: from() }));
      if (at !== seq) return;
      $('moved-change').textContent = c.sentence;
      $('heard').textContent = $('moved-answer').textContent + ' ' + c.sentence;
      $('said').setAttribute('aria-live', 'polite');
      $('changes').replaceChildren(element('caption', {}, `What that changes in ${c.year}, on the same ${c.paths.toLocaleString('en-GB')} futures`),
        element('tbody', {}, ...c.rows.map(r => element('tr', {}, element('th', { scope: 'row' }, r.name), element('td', {}, r.text)))));
      waterfall(c);
      $('steps-figure').hidden = !c.rows.length;
      $('steps-figure').classList.remove('stale');
    } catch (e) {
      $('moved-change').textContent = '';
    }
  }

  // waterfall draws what each move does to the mean balance, where there are several.
  function waterfall(c) {
    $('steps-title').textContent = c.steps.length ? `What each move does to the mean balance in ${c.year}` : 'What the move changes';
    if (!c.steps.length) { $('steps').replaceChildren(); return; }
    const wide = Math.max(Math.min($('live').clientWidth, 700), 240), tall = 26, label = Math.min(220, wide * 0.4), room = wide - label - 10;
    const ends = c.steps.reduce((all, s) => [...all, all[all.length - 1] + s.value], [0]);
    const low = Math.min(...ends), high = Math.max(...ends), x = v => label + 5 + room * (v - low) / (high - low || 1);
    const svg = element('svg', { viewBox: `0 0 ${wide} ${tall * c.steps.length + 4}`, role: 'img',
      'aria-label': c.steps.map(s => s.name + ' ' + s.text).join('; ') });
    c.steps.forEach((s, i) => {
      const a = x(ends[i]), b = x(ends[i + 1]), y = i * tall + 4;
      svg.append(element('text', { x: 0, y: y + 14 }, s.name.length > label / 7 ? s.name.slice(0, label / 7 - 1) + '…' : s.name),
        element('rect', { x: Math.min(a, b), width: Math.max(Math.abs(b - a), 1), y, height: 18, fill: s.value < 0 ? '#801650' : '#28A197' }),
        element('line', { x1: b, x2: b, y1: y, y2: y + tall, stroke: '#5f6368' }));
    });
    const rows = c.steps.map(s => element('tr', {}, element('th', { scope: 'row' }, 'mean balance: ' + s.name), element('td', {}, s.text)));
    $('changes').tBodies[0].append(...rows);
    $('steps').replaceChildren(svg);
  }

  // The state as a fragment of the address: what a link holds.
  const fragment = () => '#at=' + encodeURIComponent(JSON.stringify({ scenario, moves: Object.fromEntries([...steps].filter(([, k]) => k)) }));
  const remember = () => history.replaceState(null, '', moves().length ? fragment() : location.pathname);
  function recall() {
    if (!location.hash.startsWith('#at=')) return;
    try {
      const at = JSON.parse(decodeURIComponent(location.hash.slice(4)));
      if (about.scenarios.includes(at.scenario)) scenario = at.scenario;
      for (const l of about.levers) {
        const k = Math.round(Number((at.moves || {})[l.place]));
        if (k >= l.first && k < l.first + l.marks.length) steps.set(l.place, k);
      }
    } catch (e) { return; }
    if (moves().length) moved();
  }

  // leave leaves a file with the person who asks for it.
  function leave(text, name) {
    const a = element('a', { href: URL.createObjectURL(new Blob([text])), download: name });
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 1000);
  }
  async function save(name, what) {
    try {
      leave(await what(), name);
    } catch (e) {
      $('moved-note').textContent = 'Not saved: ' + e.message;
    }
  }

  // pictures are the charts as they are shown, each below its title, in one drawing that needs no style sheet.
  function pictures() {
    const all = [...document.querySelectorAll('.stage figure:not([hidden])')].map(f => [f.querySelector('figcaption').textContent, f.querySelector('svg')]);
    const wide = Math.max(...all.map(([, svg]) => Number(svg.getAttribute('width')))), whole = element('svg', { width: wide, 'font-family': 'Arial, Helvetica, sans-serif' });
    let top = 0;
    for (const [title, svg] of all) {
      const copy = svg.cloneNode(true), lines = title.match(/.{1,90}(?:\s+|$)/g);
      lines.forEach((l, i) => whole.append(element('text', { x: 0, y: top + 16 * (i + 1), 'font-size': 13, 'font-weight': 'bold', fill: '#222' }, l)));
      copy.setAttribute('y', top += 16 * lines.length + 6);
      for (const t of copy.querySelectorAll('text')) {
        t.setAttribute('font-size', 12);
        t.setAttribute('fill', t.classList.contains('strong') ? '#222' : '#5f6368');
      }
      whole.append(copy);
      top += Number(svg.getAttribute('height')) + 14;
    }
    whole.append(element('text', { x: 0, y: top + 4, 'font-size': 11, fill: '#5f6368' }, about.name + '. ' + $('moved-note').textContent));
    whole.setAttribute('height', top + 14);
    return new XMLSerializer().serializeToString(whole);
  }
  const stem = about.file.replace(/\.[^.]*$/, '');
  const yaml = () => save(stem + '-moved.yaml', () => settle('moved', { moves: moves() }));
  $('yaml').addEventListener('click', yaml);
  $('manifest').addEventListener('click', () => save('manifest.json', () => settle('manifest', question())));
  $('workbook').addEventListener('click', () => {
    if (!about.engine) return save(stem + '-moved.xlsx', async () => (await posted('workbook', { moves: moves() })).blob());
    $('copied').textContent = `The engine in this page writes no workbook. The changed file becomes one: envelope template ${stem}-moved.xlsx --from ${stem}-moved.yaml`;
    return yaml();
  });
  $('pictures').addEventListener('click', () => leave(pictures(), stem + '.svg'));
  $('reset').addEventListener('click', () => { steps.clear(); moved(); });
  $('link').addEventListener('click', async () => {
    try { await navigator.clipboard.writeText(location.href.replace(/#.*/, '') + fragment()); $('copied').textContent = 'Copied.'; } catch (e) { $('copied').textContent = 'Copy the address of this page.'; }
  });
  $('keep').addEventListener('click', () => {
    const name = 'Kept ' + (kept.size + 1) + ': ' + parts.filter(p => steps.get(p.l.place)).map(p => p.l.label + ' ' + p.output.textContent).join(', ');
    const of = (all) => all.filter(x => x.s === asMoved());
    put(name, of(data.series), of(data.chances), of(data.series)[0].f);
    kept.set(name, { scenario, steps: new Map(steps), moves: moves() });
    rebase(name);
    moved();
    $('copied').textContent = 'Kept under Scenario: the sliders move on from it.';
  });
  // solve asks which value of a number reaches a chance, with all other sliders as they are.
  about.levers.forEach((l, i) => $('solve-lever').append(element('option', { value: i }, l.label)));
  $('solve').addEventListener('submit', async e => {
    e.preventDefault();
    const l = about.levers[$('solve-lever').value], chance = Number($('solve-chance').value);
    $('solved').textContent = 'Looking for it.';
    try {
      if ((l.own || []).includes(scenario)) throw new Error('this scenario has its own ' + l.label);
      const q = { ...question(), moves: moves().filter(m => m.place !== l.place), place: l.place, low: l.low, high: l.high, chance: chance / 100 };
      const s = JSON.parse(await settle('solve', q));
      $('solved').textContent = `In every year ${s.words}: then balance in ${s.year} is ${chance}% probable, with the other sliders as they are, on ${s.paths.toLocaleString('en-GB')} futures.`;
    } catch (e) {
      $('solved').textContent = 'Not found: ' + e.message + '.';
    }
  });

  // The table of two numbers is a run for each of its cells, on few futures where the engine is in the page. It ends
  // when a slider moves.
  for (const id of ['two-rows', 'two-columns']) about.levers.forEach((l, i) => $(id).append(element('option', { value: i }, l.label)));
  $('two-columns').selectedIndex = Math.min(1, about.levers.length - 1);
  const spread = l => {
    const last = l.first + l.marks.length - 1;
    return [...new Set([l.first, Math.round(l.first / 2), 0, Math.round(last / 2), last])];
  };
  $('two').addEventListener('submit', async e => {
    e.preventDefault();
    const at = seq, rows = about.levers[$('two-rows').value], columns = about.levers[$('two-columns').value], year = about.years.indexOf(about.year);
    const fixed = [rows, columns].find(l => (l.own || []).includes(scenario));
    const why = rows === columns ? 'choose two numbers' : fixed && 'this scenario has its own ' + fixed.label;
    $('two-figure').hidden = Boolean(why);
    $('two-note').textContent = why ? 'No table: ' + why + '.' : 'Working it out.';
    if (why) return;
    const head = element('tr', {}, element('th', { scope: 'col' }, capital(rows.label)), ...spread(columns).map(k => element('th', { scope: 'col' }, columns.marks[k - columns.first])));
    const body = element('tbody', {});
    $('two-table').replaceChildren(element('caption', {}, `Chance of balance in ${about.year}, by ${rows.label} (down) and ${columns.label} (across), with “${scenario}” and the other sliders as they are`),
      element('thead', {}, head), body);
    const others = moves().filter(m => m.place !== rows.place && m.place !== columns.place), by = (l, k) => ({ place: l.place, by: Number((k * l.step).toPrecision(12)) });
    let futures = 0;
    for (const i of spread(rows)) {
      const row = element('tr', {}, element('th', { scope: 'row' }, rows.marks[i - rows.first]));
      body.append(row);
      for (const k of spread(columns)) {
        const cell = element('td', {}, '–');
        row.append(cell);
        try {
          const a = JSON.parse(await settle('run', { scenario, lines: [], paths: about.engine && COARSE, moves: [...others, by(rows, i), by(columns, k)].filter(m => m.by) }));
          const chance = a.chances.find(x => x.n === 'balance_in_year').t[year];
          futures = a.paths;
          cell.replaceChildren(chance[0], ...(chance[1] ? [element('span', { class: 'with' }, ' ' + chance[1])] : []));
        } catch (e) {
          cell.title = e.message; // what the model refuses
        }
        if (at !== seq) { $('two-note').textContent = 'A slider moved: the table is of the state before, as far as it goes.'; return; }
      }
    }
    $('two-note').textContent = sure(futures) + '.';
  });
  $('levers').addEventListener('submit', e => e.preventDefault());

  // Who chooses a scenario of the file moves that one as far as the sliders stand; who chooses what was kept takes the
  // sliders to where they stood then.
  $('scenario').addEventListener('change', () => {
    const name = page.state.scenario, state = kept.get(name);
    if (name === (base || scenario) || !state && !about.scenarios.includes(name)) return;
    rebase(state ? name : '');
    scenario = state ? state.scenario : name;
    if (state) {
      steps.clear();
      for (const [place, k] of state.steps) steps.set(place, k);
    }
    moved();
  });

  // listen keeps a line to who served the page, by which it is known that the page is open, and on which it is told of
  // changes of the file.
  function listen() {
    $('private').textContent = 'Nothing leaves this machine: the answers come from the program that opened this page. Sliders move the file’s numbers for this page alone; the file stays as it is.';
    const line = new EventSource('events');
    line.addEventListener('changed', () => location.reload());
    line.addEventListener('faults', e => {
      $('faults').replaceChildren(element('p', {}, 'The file was changed and has faults. Until they are mended, this page shows it as it was.'),
        element('ul', {}, ...JSON.parse(e.data).map(f => element('li', {}, f))));
      $('faults').hidden = false;
    });
    let lost = 0;
    line.addEventListener('error', () => { lost ||= setTimeout(() => { $('private').textContent = 'The program that answered has ended: the sliders no longer move anything.'; }, 2000); });
    line.addEventListener('open', () => { clearTimeout(lost); lost = 0; });
  }

  // begin starts the engine that is in the page. Until it is there, and where it cannot be, the page is as it was sent.
  async function begin(engine) {
    $('private').textContent = 'The engine is starting.';
    for (const p of parts) p.input.disabled = true;
    try {
      const module = await compiled(engine);
      engine.program = ''; // some megabytes that nobody asks for again
      follow = settle = await engineDoor(module, engine);
      $('private').textContent = 'Nothing leaves this page: the engine is in it, and needs no network. Sliders move the file’s numbers for this page alone.';
      show();
      recall();
      settle = await engineDoor(module, engine);
    } catch (e) {
      if (follow === served) $('private').textContent = 'This browser does not let the engine run here (' + e.message + '): the sliders stand still, and all figures are those of the file as it was sent.';
    }
  }

  show();
  if (about.engine) begin(about.engine);
  else { listen(); recall(); }
})();
