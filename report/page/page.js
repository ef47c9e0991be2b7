'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  if (!data.series.length) return;

  // The state. All that is drawn follows from it and from the data.
  const state = { scenario: data.series[0].s, body: '', line: data.line, basis: 'cash', unit: '', year: data.year };

  // set changes the state, makes it one that the data has, and draws.
  function set(change) {
    Object.assign(state, change);
    settle();
    draw();
  }

  const P5 = 0, P10 = 1, P25 = 2, P50 = 3, P75 = 4, P90 = 5, P95 = 6, CENTRAL = 7, MEAN = 8;
  const STATS = ['p5', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95', 'central', 'mean'];
  const look = data.look, PAPER = look.paper, GREY = look.grey, ORANGE = look.central.color;
  const BANDS = look.bands.map(b => [STATS.indexOf(b.low), STATS.indexOf(b.high), b.fill, b.edge]);
  const $ = id => document.getElementById(id);
  const unique = all => [...new Set(all)];

  // What can be chosen, given what stands before it.
  const choices = {
    scenario: () => unique(data.series.map(x => x.s)),
    body: () => unique(data.series.filter(x => x.s === state.scenario).map(x => x.b || '')),
    line: () => unique(matching('scenario', 'body').map(x => x.n)),
    basis: () => unique(matching('scenario', 'body', 'line').map(x => x.k || '')),
    unit: () => units(written()),
    year: () => data.years.map((_, i) => i),
  };
  const of = { scenario: x => x.s, body: x => x.b || '', line: x => x.n, basis: x => x.k || '' };
  const matching = (...keys) => data.series.filter(x => keys.every(k => of[k](x) === state[k]));
  const written = () => matching('scenario', 'body', 'line', 'basis')[0]; // in the unit that it came in
  const chosen = () => inUnit(written());
  const besideOf = s => inUnit(data.series.find(x => x.s === data.beside && x.s !== s.s && (x.b || '') === (s.b || '') && x.n === s.n &&
    (x.k || '') === (s.k || '')));
  const beside = name => inUnit(data.series.find(x => x.s === state.scenario && (x.b || '') === state.body && x.n === name &&
    (x.k || '') === state.basis));
  const chancesOf = () => data.chances.filter(x => x.s === state.scenario && (x.b || '') === state.body);
  const words = {
    scenario: v => v, body: v => v || 'the whole', basis: v => v || 'as it is',
    line: v => (data.series.find(x => x.n === v) || { l: v }).l,
    unit: v => v || written().u, year: v => data.years[v] + (v >= data.assumedFrom ? '*' : ''),
  };

  // settle keeps of the state what the data has, and takes the first of the rest.
  function settle() {
    for (const key of Object.keys(choices)) {
      const all = choices[key]();
      if (!all.includes(state[key])) state[key] = key === 'year' ? data.year : all[0];
    }
  }

  // Units of money, by the zeros that each has. Another unit moves the point of a figure and keeps its digits: those are
  // as many as the futures support.
  const ZEROS = { bn: 9, m: 6, '000': 3 };
  const unitOf = u => /^(.*?)(bn|m|000)$/.exec(u) || [];
  const units = s => ['', ...Object.keys(ZEROS).filter(z => s && s.k && unitOf(s.u)[2] && z !== unitOf(s.u)[2]).map(z => unitOf(s.u)[1] + z)];

  // inUnit is a series in the unit chosen.
  function inUnit(s) {
    if (!s || !state.unit || !units(s).includes(state.unit)) return s;
    const by = ZEROS[unitOf(s.u)[2]] - ZEROS[unitOf(state.unit)[2]];
    return { ...s, u: state.unit, v: s.v.map(v => v && v.map(x => x * 10 ** by)), t: s.t.map(t => t && t.map(x => pointMoved(x, by))) };
  }

  // pointMoved moves the point of each number in a text so many digits to the right.
  function pointMoved(text, by) {
    return text.replace(/(\d[\d,]*)(?:\.(\d+))?/g, (_, whole, part = '') => {
      const front = whole.replaceAll(',', '');
      const digits = '0'.repeat(Math.max(0, 1 - front.length - by)) + (front + part).padEnd(front.length + by, '0');
      const point = Math.max(1, front.length + by), rest = digits.slice(point);
      return digits.slice(0, point).replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, ',') + (rest && '.' + rest);
    });
  }

  // Elements of HTML and SVG, by attributes and text only.
  function element(name, attributes, ...children) {
    const svg = 'svg path line text rect circle title'.split(' ').includes(name);
    const e = svg ? document.createElementNS('http://www.w3.org/2000/svg', name) : document.createElement(name);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    e.append(...children);
    return e;
  }

  // ticks are round numbers in a range, with the decimals that they need.
  function ticks(low, high, wanted) {
    const rough = (high - low) / wanted, power = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = power * (rough / power >= 5 ? 5 : rough / power >= 2 ? 2 : 1), all = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) all.push(k * step);
    const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return all.map(v => [v, v.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
      .replace('-', '−').replace(/^−(0(\.0*)?)$/, '$1')]);
  }

  // A chart has axes of years and figures, and answers to pointer and keys with the year.
  function chart(id, values, unit, height, labelRoom) {
    const host = $(id), wide = Math.max(host.clientWidth, 240);
    let low = Math.min(...values), high = Math.max(...values);
    if (low > 0 && low < 0.3 * high) low = 0;
    const air = (high - low) * 0.04 || Math.abs(high) * 0.05 || 0.5;
    low = low === 0 ? 0 : low - air;
    high += air;
    const left = 52, top = 22, bottom = height - 24, right = wide - labelRoom, last = data.years.length - 1;
    const x = i => left + 8 + (right - left - 16) * i / Math.max(last, 1);
    const y = v => bottom - (bottom - top) * (v - low) / (high - low);
    const svg = element('svg', { width: wide, height, viewBox: `0 0 ${wide} ${height}`, 'aria-hidden': 'true' });
    const add = (name, attributes, ...children) => { const e = element(name, attributes, ...children); svg.append(e); return e; };
    const half = (x(1) - x(0)) / 2 || 20;
    if (data.assumedFrom <= last) {
      const from = Math.max(x(data.assumedFrom) - half, left);
      add('rect', { x: from, y: top, width: Math.max(right - from, 0), height: bottom - top, fill: look.shade });
      add('text', { x: right, y: top - 6, 'text-anchor': 'end' }, 'assumed from ' + data.years[data.assumedFrom]);
    }
    add('text', { x: 0, y: top - 6 }, unit);
    for (const [v, label] of ticks(low, high, 4)) {
      add('line', { x1: left, x2: right, y1: y(v), y2: y(v), stroke: look.hairline });
      add('text', { x: left - 6, y: y(v) + 4, 'text-anchor': 'end' }, label);
    }
    const every = Math.max(1, Math.ceil(62 / (2 * half)));
    data.years.forEach((name, i) => {
      if ((i - state.year) % every === 0) {
        add('text', { x: x(i), y: height - 6, 'text-anchor': 'middle', class: i === state.year ? 'strong' : '' }, name);
      }
    });
    add('line', { x1: x(state.year), x2: x(state.year), y1: top, y2: bottom, stroke: GREY, 'stroke-dasharray': '2 3' });
    const zero = () => { if (low <= 0 && high >= 0) add('line', { x1: left, x2: right, y1: y(0), y2: y(0), stroke: look.ink }); };
    svg.addEventListener('pointermove', e => pointed(e));
    svg.addEventListener('pointerdown', e => pointed(e));
    function pointed(e) {
      const at = (e.clientX - svg.getBoundingClientRect().left - x(0)) / (2 * half);
      const year = Math.min(Math.max(Math.round(at), 0), last);
      if (year !== state.year) set({ year });
    }
    return { host, svg, add, x, y, zero, half, right, top, bottom, show: () => host.replaceChildren(svg) };
  }

  // path is a line through points, broken where a year is not known.
  function path(c, points) {
    let open = false;
    return points.map(p => {
      const text = p ? (open ? 'L' : 'M') + c.x(p[0]).toFixed(1) + ',' + c.y(p[1]).toFixed(1) : '';
      open = Boolean(p);
      return text;
    }).join('');
  }

  // stroke draws a line, dashed in the years that rest on assumptions.
  function stroke(c, points, color) {
    const attributes = { fill: 'none', stroke: color, 'stroke-width': 2 };
    const known = points.map(p => p && p[0] < data.assumedFrom ? p : null);
    const assumed = points.map(p => p && p[0] >= data.assumedFrom - 1 ? p : null);
    c.add('path', { ...attributes, d: path(c, known) });
    c.add('path', { ...attributes, d: path(c, assumed), 'stroke-dasharray': '5 3' });
  }

  // roomFor is what labels at the right edge need.
  const roomFor = labels => 20 + 7.4 * Math.max(0, ...labels.map(l => l.text.length));

  // ends writes labels at the right edge, moved apart so that none overlap.
  function ends(c, labels) {
    for (const l of labels) l.y = c.y(l.figure);
    labels.sort((a, b) => a.y - b.y);
    labels.forEach((l, i) => { l.at = Math.max(l.y, i ? labels[i - 1].at + 14 : c.top + 4); });
    for (let i = labels.length - 1; i >= 0; i--) {
      labels[i].at = Math.min(labels[i].at, i === labels.length - 1 ? c.bottom : labels[i + 1].at - 14);
    }
    for (const l of labels) {
      c.add('line', { x1: c.right - 4, y1: l.y, x2: c.right + 8, y2: l.at, stroke: GREY, 'stroke-width': 0.7 });
      c.add('text', { x: c.right + 12, y: l.at + 4, class: l.strong ? 'strong' : '' }, l.text);
    }
  }

  const points = (s, k) => s.v.map((v, i) => v ? [i, v[k]] : null);
  const lastKnown = s => s.v.reduce((last, v, i) => v ? i : last, -1);

  function drawFan(s) {
    const small = $('fan').clientWidth < 480;
    const end = lastKnown(s);
    const labels = end < 0 ? [] : [[P95, 'p95'], [P75, 'p75'], [P50, 'median'], [P25, 'p25'], [P5, 'p5']]
      .filter(([k]) => !small || k === P95 || k === P50 || k === P5)
      .filter(([k]) => k === P50 || s.v[end][k] !== s.v[end][P50])
      .map(([k, name]) => ({ figure: s.v[end][k], text: name + ': ' + s.t[end][k], strong: k === P50 }));
    const other = besideOf(s);
    const c = chart('fan', s.v.concat(other ? other.v : []).flatMap(v => v || []), s.u, small ? 260 : 320, roomFor(labels));
    for (const [low, high, fill, rim] of BANDS) {
      const known = s.v.map((v, i) => v ? i : -1).filter(i => i >= 0);
      const outline = known.map(i => [i, s.v[i][high]]).concat(known.reverse().map(i => [i, s.v[i][low]]));
      c.add('path', { d: path(c, outline) + 'Z', fill, stroke: rim, 'stroke-width': 0.8 });
    }
    c.zero();
    c.add('path', { d: path(c, points(s, P50)), fill: 'none', stroke: PAPER, 'stroke-width': 4 });
    stroke(c, points(s, P50), look.median.color);
    s.v.forEach((v, i) => {
      if (!v) return;
      const x = c.x(i), y = c.y(v[CENTRAL]), r = 4, assumed = i >= data.assumedFrom;
      c.add('path', { d: `M${x},${y - r}L${x + r},${y}L${x},${y + r}L${x - r},${y}Z`, fill: assumed ? PAPER : ORANGE,
        stroke: assumed ? ORANGE : PAPER });
    });
    if (other) c.add('path', { d: path(c, points(other, P50)), fill: 'none', stroke: ORANGE, 'stroke-width': 2, 'stroke-dasharray': '1 4', 'stroke-linecap': 'round' });
    ends(c, labels);
    c.show();
    $('fan-title').textContent = `${capital(s.l)}, ${s.u}${s.k ? ', ' + s.k : ''}: ${decapital(look.fan_words)}` +
      (other ? `, dots the median of “${other.s}”` : '');
  }

  function drawChances(all) {
    $('chances-figure').hidden = !all.length;
    if (!all.length) return;
    const c = chart('chances', [0, 100], '%', 240, roomFor(look.chances.map(l => ({ text: l.label }))));
    c.zero();
    const labels = [];
    all.forEach(s => {
      const { color, label } = look.chances.find(l => l.of === s.n) || look.chances[look.chances.length - 1];
      stroke(c, points(s, 0), color);
      s.v.forEach((v, k) => { if (v) c.add('circle', { cx: c.x(k), cy: c.y(v[0]), r: 3, fill: color, stroke: PAPER }); });
      const end = lastKnown(s);
      if (end >= 0) labels.push({ figure: s.v[end][0], text: label, strong: true });
    });
    ends(c, labels);
    c.show();
    $('chances-title').textContent = 'Chance of ' + all.map(s => s.l).join('; ');
  }

  function drawUses() {
    const planned = beside('earmark_planned'), spent = beside('transformation'), taken = beside('diverted');
    const some = s => s && s.v.some(v => v && v[MEAN] !== 0);
    const has = some(planned) && spent && taken;
    $('uses-figure').hidden = !has;
    if (!has) return;
    const sums = data.years.flatMap((_, i) => spent.v[i] && taken.v[i] ? [spent.v[i][MEAN], taken.v[i][MEAN], spent.v[i][MEAN] + taken.v[i][MEAN]] : []);
    const c = chart('uses', [0, ...sums], planned.u, 240, roomFor([{ text: 'diverted' }]));
    const wide = c.half * 1.2;
    data.years.forEach((_, i) => {
      if (!spent.v[i] || !taken.v[i]) return;
      const a = spent.v[i][MEAN], b = taken.v[i][MEAN], faint = i >= data.assumedFrom ? 0.55 : 1;
      for (const [from, to, fill] of [[0, a, look.uses[0].color], [a, a + b, look.uses[1].color]]) {
        c.add('rect', { x: c.x(i) - wide / 2, width: wide, y: Math.min(c.y(from), c.y(to)), height: Math.abs(c.y(from) - c.y(to)),
          fill, 'fill-opacity': faint, stroke: PAPER });
      }
    });
    c.zero();
    const end = lastKnown(spent), a = spent.v[end][MEAN], b = taken.v[end][MEAN];
    ends(c, [{ figure: a / 2, text: look.uses[0].label, strong: true }, { figure: a + b / 2, text: look.uses[1].label, strong: true }]);
    c.show();
    $('uses-title').textContent = `Transformation money, ${planned.u}: means of what is spent and what deficits take`;
  }

  const capital = s => s.charAt(0).toUpperCase() + s.slice(1), decapital = s => s.charAt(0).toLowerCase() + s.slice(1);

  // say puts the year chosen into a sentence.
  function say(s, chances) {
    const i = state.year, t = s.t[i], parts = [];
    if (t) {
      const range = t[P10] === t[P90] ? '' : ` (${t[P10]} to ${t[P90]} on eight of ten)`;
      parts.push(`${s.l} ${t[P50]} on the middle path${range}, central case ${t[CENTRAL]}, mean ${t[MEAN]}, in ${s.u}${s.k && s.k !== 'cash' ? ' ' + s.k : ''}`);
    }
    for (const x of chances) {
      if (x.t[i]) parts.push(`chance of ${x.l} ${x.t[i][0]}`.replace('chance of with', 'with') + (x.t[i][1] ? ` (${x.t[i][1]})` : ''));
    }
    const where = state.body ? `${state.body}, ${state.scenario}` : state.scenario;
    $('said').textContent = `${data.years[i]}, ${where}: ` + (parts.join('; ') || 'no figures') + `. ${(s.f || data.paths).toLocaleString('en-GB')} futures.`;
  }

  // tabulate writes the figures of the charts as tables: the fan with the chances, and what becomes of the earmark.
  function tabulate(s, chances) {
    table('figures', `${s.s}${s.b ? ', ' + s.b : ''}: ${s.l}, ${s.u}${s.k ? ', ' + s.k : ''}`, [
      ...STATS.map((name, k) => [name, s, k]),
      ...chances.map(x => [x.n === 'core_position_in_year' ? 'chance, intact' : 'chance of ' + x.l, x, 0])]);
    const uses = ['earmark_planned', 'transformation', 'diverted'].map(beside).filter(Boolean);
    $('uses-table').hidden = $('uses-figure').hidden;
    table('uses-table', uses.length ? `Transformation money, ${uses[0].u}: means` : '', uses.map(x => [x.l, x, MEAN]));
  }

  // table fills one with a row for each year and columns of a name, a series and which of its figures.
  function table(id, caption, columns) {
    const rows = data.years.map((year, i) => element('tr', i === state.year ? { class: 'chosen' } : {},
      element('th', { scope: 'row' }, words.year(i)), ...columns.map(([, s, k]) => element('td', {}, s.t[i] ? s.t[i][k] : ''))));
    $(id).replaceChildren(element('caption', {}, caption),
      element('thead', {}, element('tr', {}, ...['Year', ...columns.map(([name]) => name)].map(name => element('th', { scope: 'col' }, name)))),
      element('tbody', {}, ...rows));
  }

  // offer shows what can be chosen: the scenarios as tabs, all else in lists.
  function offer() {
    tabs(choices.scenario());
    for (const key of Object.keys(choices).slice(1)) {
      const list = $(key), all = choices[key]();
      list.replaceChildren(...all.map((v, i) => element('option', { value: i }, words[key](v))));
      list.selectedIndex = all.indexOf(state[key]);
      list.parentElement.hidden = all.length < 2;
    }
  }

  // tabs shows a tab for each scenario. They are made anew only if there are others, and keep the focus.
  function tabs(all) {
    const host = $('scenario'), focused = host.contains(document.activeElement);
    if ([...host.children].map(t => t.textContent).join('\n') !== all.join('\n')) {
      host.replaceChildren(...all.map((name, i) => element('button', { type: 'button', role: 'tab', id: 'tab-' + i, 'aria-controls': 'stage' }, name)));
    }
    all.forEach((name, i) => {
      const tab = host.children[i], on = name === state.scenario;
      tab.setAttribute('aria-selected', on);
      tab.tabIndex = on ? 0 : -1;
      if (on) $('stage').setAttribute('aria-labelledby', tab.id);
      if (on && focused) tab.focus();
    });
    host.hidden = all.length < 2;
  }

  function draw() {
    const s = chosen(), chances = chancesOf();
    offer();
    drawFan(s);
    drawChances(chances);
    drawUses();
    say(s, chances);
    if ($('all-figures').open) tabulate(s, chances);
  }

  for (const e of document.querySelectorAll('.live')) e.hidden = false;
  for (const key of Object.keys(choices).slice(1)) {
    $(key).addEventListener('change', e => set({ [key]: choices[key]()[e.target.selectedIndex] }));
  }
  // pick chooses the scenario of a tab, and tells whoever listens.
  function pick(i) {
    set({ scenario: choices.scenario()[i] });
    $('scenario').dispatchEvent(new Event('change'));
  }
  const places = tabs => [...tabs.children];
  $('scenario').addEventListener('click', e => { if (e.target.id !== 'scenario') pick(places(e.currentTarget).indexOf(e.target)); });
  $('scenario').addEventListener('keydown', e => {
    const all = places(e.currentTarget);
    if (walked(e, all.indexOf(e.target), all.length, pick)) e.preventDefault();
  });
  // walked goes to where a key leads from one of some places.
  function walked(e, at, all, go) {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all - 1 }[e.key];
    if (to === undefined || e.altKey || e.ctrlKey || e.metaKey) return false;
    go(Math.min(Math.max(to, 0), all - 1));
    return true;
  }
  for (const id of ['fan', 'chances', 'uses']) {
    $(id).addEventListener('keydown', e => { if (walked(e, state.year, data.years.length, year => set({ year }))) e.preventDefault(); });
  }
  $('all-figures').addEventListener('toggle', draw);
  $('choice').addEventListener('submit', e => e.preventDefault());
  let wide = 0;
  new ResizeObserver(() => {
    if (document.documentElement.clientWidth !== wide) {
      wide = document.documentElement.clientWidth;
      draw();
    }
  }).observe(document.documentElement);
  set({});
  globalThis.envelopePage = { data, state, set, element }; // for the part of the page that is live
})();
