'use strict';
(() => {
  const page = globalThis.envelopePage, about = JSON.parse(document.getElementById('plan').textContent);
  if (!page) return;
  const { data, element } = page, $ = id => document.getElementById(id);

  // The state of the levers: how many steps each is moved. All that is asked follows from it and from the scenario.
  const own = page.state.scenario, steps = new Map(), kept = new Set();
  let scenario = own, shown = null, seq = 0;
  const asMoved = () => scenario + ', as moved';
  const moves = () => about.levers.filter(l => steps.get(l.place) && !(l.own || []).includes(scenario))
    .map(l => ({ place: l.place, by: Number((steps.get(l.place) * l.step).toPrecision(12)) }));
  const question = paths => {
    const lines = about.lines.includes(page.state.line) ? [page.state.line] : [];
    return { scenario, moves: moves(), lines, paths };
  };

  // ask sends a question to who served the page, and nowhere else.
  async function ask(what, q) {
    const reply = await fetch(what, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(q) });
    if (reply.ok) return reply;
    const why = (reply.headers.get('Content-Type') || '').includes('problem') ? await reply.json() : { detail: reply.statusText };
    throw Object.assign(new Error(why.faults ? why.faults.map(f => f.problem).join('; ') : why.detail), { status: reply.status });
  }

  // Each lever is a slider with its name, its value, its ends, where it comes from, and a way back.
  const parts = about.levers.map((l, i) => {
    const id = 'lever-' + i, last = l.first + l.marks.length - 1;
    const input = element('input', { type: 'range', id, min: l.first, max: last, step: 1, value: 0, 'aria-describedby': id + '-note' });
    const output = element('output', { for: id }), back = element('button', { type: 'button', hidden: '', 'aria-label': 'Put back ' + l.label }, 'Put back');
    const quality = element('span', { class: 'quality ' + l.quality }, l.quality);
    const says = [l.value && 'In the file ' + l.value, l.uncertainty, l.source, l.assumed_from && 'assumed from ' + l.assumed_from].filter(Boolean).join('; ');
    const note = element('p', { class: 'note', id: id + '-note' }, quality, ' ' + says + '.');
    const whole = element('div', { class: 'lever' },
      element('div', { class: 'head' }, element('label', { for: id }, l.label.charAt(0).toUpperCase() + l.label.slice(1)), output), input,
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
    const on = moves().length > 0;
    for (const id of ['reset', 'keep', 'yaml', 'manifest', 'link']) $(id).disabled = !on;
    $('moved').classList.toggle('on', on);
    if (on) return;
    $('moved-answer').textContent = 'Move a slider: the answer, and all charts below, follow. Until then this is the file as it is.';
    $('moved-change').textContent = $('moved-note').textContent = '';
    $('steps-figure').hidden = true;
  }

  // put lays series of a name into the data, in the place of those of that name.
  function put(name, series, chances) {
    for (const [key, all] of [['series', series], ['chances', chances]]) {
      data[key] = data[key].filter(x => x.s !== name);
      data[key].push(...all.map(x => ({ ...x, s: name })));
    }
  }

  // moved asks for the newest state and draws it. What is asked meanwhile waits, and of that the last alone is asked.
  let busy = false, again = false, rest = 0;
  async function moved() {
    show();
    seq++;
    clearTimeout(rest);
    remember();
    if (!moves().length) {
      put(asMoved(), [], []);
      data.beside = undefined;
      page.set({ scenario });
      return;
    }
    again = true;
    if (busy) return;
    busy = true;
    while (again) {
      again = false;
      const at = seq, began = performance.now();
      try {
        const a = await (await ask('run', question())).json();
        if (moves().length) draw(a, began);
      } catch (e) {
        $('moved-note').textContent = 'No answer: ' + e.message + '. What is shown is the state before.';
        if (e.status === 429 && at === seq) { again = true; await new Promise(r => setTimeout(r, 500)); }
      }
    }
    busy = false;
    rest = setTimeout(change, 250);
  }

  // sure says on how many futures figures stand.
  const sure = n => n.toLocaleString('en-GB') + ' futures; intervals are 95% Monte Carlo intervals';

  function draw(a, began) {
    shown = a;
    put(asMoved(), a.series, a.chances);
    data.beside = scenario;
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
      const c = await (await ask('compare', question())).json();
      if (at !== seq) return;
      $('moved-change').textContent = c.sentence;
      $('heard').textContent = $('moved-answer').textContent + ' ' + c.sentence;
      $('said').setAttribute('aria-live', 'polite');
      $('changes').replaceChildren(element('caption', {}, `What that changes in ${c.year}, on the same ${c.paths.toLocaleString('en-GB')} futures`),
        element('tbody', {}, ...c.rows.map(r => element('tr', {}, element('th', { scope: 'row' }, r.name), element('td', {}, r.text)))));
      waterfall(c);
      $('steps-figure').hidden = !c.rows.length;
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

  // save leaves a file with the person who asks for it.
  async function save(what, name) {
    try {
      const blob = await (await ask(what, what === 'moved' ? { moves: moves() } : question(shown && shown.paths))).blob();
      const a = element('a', { href: URL.createObjectURL(blob), download: name });
      a.click();
      setTimeout(() => URL.revokeObjectURL(a.href), 1000);
    } catch (e) {
      $('moved-note').textContent = 'Not saved: ' + e.message;
    }
  }
  const base = about.file.replace(/\.[^.]*$/, '');
  $('yaml').addEventListener('click', () => save('moved', base + '-moved.yaml'));
  $('manifest').addEventListener('click', () => save('manifest', 'manifest.json'));
  $('reset').addEventListener('click', () => { steps.clear(); moved(); });
  $('link').addEventListener('click', async () => {
    try { await navigator.clipboard.writeText(location.href.replace(/#.*/, '') + fragment()); $('copied').textContent = 'Copied.'; } catch (e) { $('copied').textContent = 'Copy the address of this page.'; }
  });
  $('keep').addEventListener('click', () => {
    const name = 'Kept ' + (kept.size + 1) + ': ' + parts.filter(p => steps.get(p.l.place)).map(p => p.l.label + ' ' + p.output.textContent).join(', ');
    const of = (all) => all.filter(x => x.s === asMoved());
    put(name, of(data.series), of(data.chances));
    kept.add(name);
    data.beside = name;
    page.set({});
    $('copied').textContent = 'Kept: it can be chosen under Scenario.';
  });
  $('levers').addEventListener('submit', e => e.preventDefault());

  // Who chooses a scenario of the file moves that one.
  $('scenario').addEventListener('change', () => {
    const name = page.state.scenario;
    if (!about.scenarios.includes(name) || name === scenario) return;
    put(asMoved(), [], []);
    scenario = name;
    moved();
  });

  // The line by which it is known that the page is open, and on which it is told of changes of the file.
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

  show();
  recall();
})();
