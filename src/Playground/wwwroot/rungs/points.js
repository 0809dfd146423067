// A small network tells two classes of points in the plane apart. The engine computes; this draws.
import { NetworkWalk } from 'walk/network';
import { choice, element, oncePerFrame, picture, show, slider } from 'elements';
import { lineChart } from 'chart';

const SETS = [['blobs', 'Two blobs'], ['xor', 'XOR'], ['circles', 'Circles'], ['moons', 'Two moons'], ['spirals', 'Spirals']];
const ACTIVATIONS = [['tanh', 'tanh'], ['relu', 'relu'], ['sigmoid', 'sigmoid']];
const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const BATCHES = [1, 2, 5, 10, 20, 50, 100, 200];
const SPEEDS = [['one', '1'], ['ten', '10'], ['full', 'all it can']];
const MOST_LAYERS = 4, MOST_NEURONS = 8, MOST_NOISE = 0.3;
const SIZE = 40, REACH = 1.2; // of the pictures: places in a row, and how far the plane goes
const NEEDED = 0.95; // of the fresh points, to have the spirals apart
const SHADES = 127; // of each colour

export const points = {
  id: 'points',
  title: 'Bend a line',
  idea: 'One neuron cuts the plane with a straight line. Layers of them bend it. Look into each while it learns.',
  question: {
    ask: 'Without a hidden layer, which of these can the network learn?',
    answers: [
      { text: 'Two blobs', right: 'One straight line is enough there, and one neuron draws one straight line.' },
      {
        text: 'XOR',
        hint: 'Try it: remove the hidden layers, and train. Which straight line has opposite corners on the same side?',
      },
      { text: 'Circles', hint: 'A straight line never closes around anything. Try it.' },
    ],
  },
  goal: `Separate the spirals: ${NEEDED * 100} of 100 fresh points, which it never learned from, on their side of the boundary.`,
  lesson: '01-value',
  words: ['neuron', 'layer', 'weight', 'bias', 'tanh', 'relu', 'sigmoid', 'loss', 'learning rate', 'batch'],
  open,
};

/** What the address says, as far as it makes sense. */
function settingsOf(address) {
  const known = (options, value, other) => options.some(([one]) => one === value) ? value : other;
  const within = (list, value, other) => list.includes(Number(value)) ? Number(value) : other;
  const noise = Number(address.noise ?? 0.05);
  const hidden = (address.layers ?? '4').split('-').filter(Boolean).map(Number);
  const isLayer = (count) => Number.isInteger(count) && count >= 1 && count <= MOST_NEURONS;
  return {
    set: known(SETS, address.set, 'moons'),
    noise: noise >= 0 && noise <= MOST_NOISE ? noise : 0.05,
    hidden: hidden.length <= MOST_LAYERS && hidden.every(isLayer) ? hidden : [4],
    activation: known(ACTIVATIONS, address.activation, 'tanh'),
    rate: within(RATES, address.rate, 0.1),
    batch: within(BATCHES, address.batch, 10),
    seed: /^\d{1,9}$/.test(address.seed) ? address.seed : '1',
    speed: known(SPEEDS, address.speed, 'ten'),
  };
}

async function open(stage, page) {
  const { engine, address, keep, reach, tell } = page;
  const walk = new NetworkWalk(page);
  const settings = settingsOf(address);
  let training = null; // the engine's object
  let trained = settings; // what it was begun with: the reader may have set something else since
  let epoch = 0; // counts trainings: what an earlier one says is not shown
  let isOpen = true; // until the reader leaves the rung
  let isPlaying = false;
  let isReached = false;
  let steps = 0;
  let batchLoss = null; // of the last step
  let isSingle = false; // the last step was taken by its button
  let seen = null; // what the engine said last: { test, logits, parameters, field, batch, answer }
  let samples = [], freshSamples = []; // { x, y, ofClass }
  let history = []; // { at: steps, test }
  let chosen = null; // the index of a point
  let pinned = null, hovered = null; // neurons: { layer, neuron }, with −1 as the layer of the inputs

  // --- The parts of the page ---

  const play = element('button', { type: 'button', class: 'main', onclick: () => setPlaying(!isPlaying) }, 'Play');
  const step = element('button', { type: 'button', onclick: takeOne }, 'One step');
  const again = element('button', { type: 'button', onclick: () => begin() }, 'Start again');
  const counter = element('p', { class: 'counter number' });
  const says = element('p', { class: 'says' });
  const network = element('div', { class: 'network' });
  const plane = element('canvas', {
    class: 'plane', tabindex: 0, role: 'application', onpointerdown: pickPoint, onkeydown: moveChoice,
  });
  const planeName = element('h2');
  const showsFresh = element('input', { type: 'checkbox', onchange: () => draw() });
  const about = element('div', { class: 'about', role: 'status' });
  const lossChart = element('div'), accuracyChart = element('div');
  const layerButtons = element('div', { class: 'count' });
  const setPictures = await Promise.all(SETS.map(([kind]) => engine.call('Points.Draw', kind, 60, 0.02, '1')));
  const seed = element('input', {
    id: 'points-seed', type: 'number', min: 0, max: 999999999, step: 1, value: settings.seed,
    onchange: () => {
      if (/^\d{1,9}$/.test(seed.value)) change({ seed: seed.value });
      else seed.value = settings.seed;
    },
  });

  stage.append(
    element('section', { class: 'card data', 'aria-label': 'Points and learning' },
      choice({
        name: 'points-set', label: 'Points', value: settings.set, onchange: (set) => change({ set }),
        options: SETS.map(([kind, text], i) => [kind, [setPicture(setPictures[i]), text]]),
      }),
      element('div', { class: 'controls settings' },
        slider({
          id: 'points-noise', label: 'Noise', min: 0, max: MOST_NOISE, step: 0.01, value: settings.noise,
          write: (noise) => show(noise, false, 2),
          oninput: (noise) => change({ noise }),
        }).root,
        slider({
          id: 'points-rate', label: 'Learning rate', min: 0, max: RATES.length - 1, step: 1,
          value: RATES.indexOf(settings.rate),
          write: (i) => `${RATES[i]}`,
          oninput: (i) => setRate(RATES[i]),
        }).root,
        slider({
          id: 'points-batch', label: 'Points in a step', min: 0, max: BATCHES.length - 1, step: 1,
          value: BATCHES.indexOf(settings.batch),
          write: (i) => BATCHES[i] === 200 ? 'all 200' : `${BATCHES[i]}`,
          oninput: (i) => change({ batch: BATCHES[i] }),
        }).root,
        choice({
          name: 'points-activation', label: 'Activation', options: ACTIVATIONS, value: settings.activation,
          onchange: (activation) => change({ activation }),
        }),
        element('div', { class: 'seed' }, element('label', { for: 'points-seed' }, 'Seed'), seed))),
    element('section', { class: 'card run', 'aria-label': 'Training' },
      element('div', { class: 'controls' }, play, step, again,
        choice({ name: 'points-speed', label: 'Steps a frame', options: SPEEDS, value: settings.speed, onchange: setSpeed }),
        counter),
      says,
      element('div', { class: 'both' },
        element('div', { class: 'side' },
          element('div', { class: 'controls' }, element('h2', {}, 'The network'), layerButtons),
          network),
        element('div', { class: 'side' },
          planeName,
          plane,
          element('label', { class: 'small' }, showsFresh, ' Show the fresh points too, hollow'),
          about))),
    element('section', { class: 'card charts', 'aria-label': 'Curves' },
      element('div', {}, element('h2', {}, 'Loss, step by step'), lossChart),
      element('div', {}, element('h2', {}, 'Share of the points on their side'), accuracyChart),
      element('p', { class: 'legend small' },
        element('span', { class: 'key known' }, 'points it learns from'),
        element('span', { class: 'key fresh' }, 'fresh points'))));

  // --- What the reader does ---

  function change(changes) {
    Object.assign(settings, changes);
    const { set, noise, hidden, activation, rate, batch, seed, speed } = settings;
    keep({ set, noise, layers: hidden.join('-') || '-', activation, rate, batch, seed, speed });
    const keys = Object.keys(changes);
    if (keys.some((key) => key !== 'rate' && key !== 'speed')) begin();
  }

  async function setRate(rate) {
    change({ rate });
    await asked(engine.call('Points.SetRate', training, rate));
    explain();
  }

  function setSpeed(speed) {
    change({ speed });
    if (isPlaying) run();
  }

  async function takeOne() {
    setPlaying(false);
    const mine = epoch;
    const losses = await asked(engine.call('Points.Train', training, 1));
    if (mine !== epoch || !losses) return;
    isSingle = true;
    hear(losses);
  }

  function setPlaying(value) {
    isPlaying = value;
    if (isPlaying) isSingle = false;
    play.textContent = isPlaying ? 'Pause' : 'Play';
    run();
  }

  function resize(layer, by) {
    // A quick reader presses again before the next network is there.
    const resized = (count) => Math.max(1, Math.min(MOST_NEURONS, count + by));
    change({ hidden: settings.hidden.map((count, i) => i === layer ? resized(count) : count) });
  }

  function pickPoint(event) {
    const box = plane.getBoundingClientRect();
    const at = toPlane((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    const away = samples.map(({ x, y }) => Math.hypot(x - at.x, y - at.y));
    const nearest = away.indexOf(Math.min(...away));
    choose(away[nearest] < 0.12 ? nearest : null);
  }

  function moveChoice(event) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by) choose(chosen === null ? 0 : (chosen + by + samples.length) % samples.length);
    else if (event.key === 'Escape') choose(null);
    else return;
    event.preventDefault();
  }

  function choose(index) {
    chosen = index;
    if (index === null && seen) seen.answer = null;
    refresh();
  }

  // --- Training ---

  /** Waits for the engine; tells the reader what went wrong, unless the rung was closed meanwhile. */
  async function asked(promise) {
    try {
      return await promise;
    } catch (problem) {
      if (isOpen) tell(problem);
      return null;
    }
  }

  async function begin() {
    const mine = ++epoch, old = training;
    const begun = { ...settings };
    const { set, noise, hidden, activation, rate, batch, seed } = begun;
    await engine.pause();
    if (mine !== epoch) return;
    const made = await asked(engine.call('Points.Start', set, noise, hidden, activation, batch, seed, 'float32'));
    if (!made) return;
    if (mine !== epoch) return engine.release(made);
    const [, known, fresh] = await Promise.all([
      engine.call('Points.SetRate', made, rate),
      engine.call('Points.Known', made),
      engine.call('Points.Fresh', made),
    ]);
    if (mine !== epoch) return engine.release(made);
    [training, trained] = [made, begun];
    if (settings.rate !== rate) engine.call('Points.SetRate', made, settings.rate);
    if (old) engine.release(old);
    [samples, freshSamples, isSingle] = [grouped(known), grouped(fresh), false];
    [steps, batchLoss, history, seen, chosen, pinned, hovered] = [0, null, [], null, null, null, null];
    tell(null);
    buildNetwork();
    await refresh();
    run();
  }

  let runs = 0;
  async function run() {
    const mine = ++runs, from = epoch, object = training;
    await engine.pause();
    const goesOn = () => isOpen && isPlaying && mine === runs && from === epoch;
    if (!goesOn()) return;
    if (settings.speed === 'full') {
      await asked(engine.play(object, 'Points.Train', {
        hear: (losses) => { if (goesOn()) hear(losses); },
        fail: (problem) => { if (isOpen) tell(problem); },
      }));
      return;
    }
    while (goesOn()) {
      const [losses] = await Promise.all([
        asked(engine.call('Points.Train', object, settings.speed === 'ten' ? 10 : 1)),
        new Promise(requestAnimationFrame),
      ]);
      if (!losses || !goesOn()) return;
      hear(losses);
    }
  }

  function hear(losses) {
    steps += losses.length;
    batchLoss = losses.at(-1);
    refresh();
  }

  let asking = null, askAgain = false;
  /** Asks the engine for everything that is drawn. One question waits at most. */
  function refresh() {
    askAgain = true;
    return asking ??= (async () => {
      while (askAgain && isOpen) {
        askAgain = false;
        const mine = epoch, object = training, point = samples[chosen], at = steps;
        const parts = await asked(Promise.all([
          engine.call('Points.Test', object),
          engine.call('Points.Logits', object),
          engine.call('Points.Parameters', object),
          engine.call('Points.Field', object, SIZE, REACH),
          engine.call('Points.LastBatch', object),
          point && engine.call('Points.Answer', object, point.x, point.y, point.ofClass),
        ]));
        if (!parts || mine !== epoch || object !== training) continue;
        const [test, logits, parameters, bytes, batch, answer] = parts;
        seen = { test, logits, parameters, field: new Float32Array(bytes.slice().buffer), batch, answer };
        remember(at);
        draw();
        if (trained.set === 'spirals' && test[3] >= NEEDED && !isReached) {
          isReached = true;
          reach();
        }
        await new Promise(requestAnimationFrame);
      }
      asking = null;
    })();
  }

  function remember(at) {
    if (history.length > 0 && history.at(-1).at >= at) return;
    history.push({ at, test: seen.test });
    if (history.length > 400) history = history.filter((_, i) => i % 2 === 0 || i === history.length - 1);
  }

  // --- The network ---

  let cells = []; // [layer][neuron]
  let edges = []; // the lines, with where their weight stands among the parameters

  function buildNetwork() {
    const { hidden } = trained;
    const focused = document.activeElement?.dataset?.key; // so that + may be pressed again
    const lines = picture('svg', { class: 'lines', 'aria-hidden': 'true' });
    const inputs = ['x', 'y'].map((name, i) => cell(-1, i, `Input ${name}`));
    inputs.forEach(({ canvas }, i) => paint(canvas, inputShade(i)));
    cells = [...hidden, 1].map((count, layer) => Array.from({ length: count }, (_, neuron) =>
      cell(layer, neuron, layer === hidden.length ? 'Output' : `Layer ${layer + 1}, neuron ${neuron + 1}`)));
    const counter = (count, layer) => element('div', { class: 'count' },
      small(`minus${layer}`, '−', `One neuron less in layer ${layer + 1}`, count === 1, () => resize(layer, -1)),
      element('span', { class: 'number' }, `${count}`),
      small(`plus${layer}`, '+', `One neuron more in layer ${layer + 1}`, count === MOST_NEURONS, () => resize(layer, 1)));
    const column = (head, list) => element('div', { class: 'layer' },
      element('div', { class: 'head small' }, head),
      element('div', { class: 'neurons' }, list.map(({ button }) => button)));
    network.classList.toggle('few', Math.max(...hidden, 1) <= 5 && hidden.length <= 3);
    network.replaceChildren(
      lines,
      column('in', inputs),
      ...hidden.map((count, layer) => column(counter(count, layer), cells[layer])),
      column('out', cells.at(-1)));
    inputs[0].button.dataset.text = 'x';
    inputs[1].button.dataset.text = 'y';
    drawLayerButtons(hidden.length);
    stage.querySelector(`[data-key="${focused}"]`)?.focus();
    edges = edgesBetween(inputs, lines);
    placeEdges();
  }

  /** A neuron: its picture, and what it says of the chosen point. */
  function cell(layer, neuron, name) {
    const canvas = element('canvas', { width: SIZE, height: SIZE });
    const value = element('span', { class: 'value number' });
    const here = { layer, neuron };
    const look = (at) => { hovered = at; draw(); };
    const button = element('button', {
      type: 'button', class: 'neuron', 'aria-label': name, 'aria-pressed': 'false',
      onpointerenter: () => look(here),
      onpointerleave: () => look(null),
      onclick: () => { pinned = same(pinned, here) ? null : here; draw(); },
    }, canvas, value);
    return { button, canvas, value, ...here };
  }

  function drawLayerButtons(count) {
    layerButtons.replaceChildren(
      small('minus', '−', 'One hidden layer less', count === 0, () => change({
        hidden: settings.hidden.slice(0, -1),
      })),
      element('span', {}, count === 0 ? 'no hidden layer' : count === 1 ? '1 hidden layer' : `${count} hidden layers`),
      small('plus', '+', 'One hidden layer more', count === MOST_LAYERS, () => change({
        hidden: [...settings.hidden, settings.hidden.at(-1) ?? 4].slice(0, MOST_LAYERS),
      })));
  }

  /** A line for each weight, and where that stands among the parameters. */
  function edgesBetween(inputs, lines) {
    const made = [];
    let from = inputs, first = 0;
    for (const layer of cells) {
      from.forEach((source, i) => layer.forEach((target, j) => {
        const path = picture('path', {});
        lines.append(path);
        made.push({ path, source, target, at: first + i * layer.length + j });
      }));
      first += (from.length + 1) * layer.length;
      from = layer;
    }
    return made;
  }

  function small(key, text, name, disabled, onclick) {
    return element('button', {
      type: 'button', class: 'small-button', 'data-key': key, 'aria-label': name, disabled, onclick,
    }, text);
  }

  function placeEdges() {
    const box = network.getBoundingClientRect();
    const side = ({ button }, right) => {
      const own = button.getBoundingClientRect();
      return [(right ? own.right : own.left) - box.left, own.top + own.height / 2 - box.top];
    };
    for (const { path, source, target } of edges) {
      const [x0, y0] = side(source, true), [x1, y1] = side(target, false), middle = (x0 + x1) / 2;
      path.setAttribute('d', `M${x0},${y0}C${middle},${y0} ${middle},${y1} ${x1},${y1}`);
    }
  }

  const same = (a, b) => a !== null && b !== null && a.layer === b.layer && a.neuron === b.neuron;
  const looked = () => hovered ?? pinned;

  /** Weights into a neuron, with what they weigh, and its bias. */
  function sumOf({ layer, neuron }) {
    const sizes = [2, ...trained.hidden, 1];
    let first = 0;
    for (let i = 0; i < layer; i++) first += (sizes[i] + 1) * sizes[i + 1];
    const [inputs, width] = [sizes[layer], sizes[layer + 1]];
    return Array.from({ length: inputs + 1 }, (_, i) => seen.parameters[first + i * width + neuron]);
  }

  // --- Pictures ---

  let shades, ink;
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgb = (name) => {
      probe.fillStyle = style.getPropertyValue(name);
      probe.fillRect(0, 0, 1, 1);
      return [...probe.getImageData(0, 0, 1, 1).data];
    };
    const [zero, positive, negative] = [rgb('--card'), rgb('--positive'), rgb('--negative')];
    const mixed = (colour, part) => colour.map((to, i) => Math.round(zero[i] + (to - zero[i]) * part * 0.72));
    shades = Uint32Array.from({ length: 2 * SHADES + 1 }, (_, i) => {
      const part = (i - SHADES) / SHADES, [r, g, b] = mixed(part < 0 ? negative : positive, Math.abs(part));
      return (255 << 24 | b << 16 | g << 8 | r) >>> 0;
    });
    const names = ['ink', 'card', 'quiet', 'positive', 'negative', 'active-line'];
    ink = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`)]));
  }

  const image = new ImageData(SIZE, SIZE), pixels = new Uint32Array(image.data.buffer);
  /** Fills a canvas of SIZE × SIZE with the colours of values from -1 to 1. */
  function paint(canvas, valueAt) {
    for (let place = 0; place < SIZE * SIZE; place++) {
      const value = valueAt(place);
      pixels[place] = shades[SHADES + Math.round(SHADES * Math.max(-1, Math.min(1, value || 0)))];
    }
    canvas.getContext('2d').putImageData(image, 0, 0);
  }

  /** Where a layer's neuron stands in the field, and how its numbers become colours. */
  function valuesOf(layer, neuron) {
    const widths = [...trained.hidden, 1], width = widths[layer];
    const first = SIZE * SIZE * widths.slice(0, layer).reduce((a, b) => a + b, 0) + neuron, { field } = seen;
    const raw = (place) => field[first + place * width];
    if (layer === widths.length - 1) return { raw, shade: (place) => Math.tanh(raw(place) / 2) }; // 2σ(z) − 1
    if (trained.activation === 'tanh') return { raw, shade: raw };
    if (trained.activation === 'sigmoid') return { raw, shade: (place) => 2 * raw(place) - 1 };
    let most = 1;
    for (let place = 0; place < SIZE * SIZE; place++) most = Math.max(most, raw(place));
    return { raw, shade: (place) => raw(place) / most };
  }

  const toPlane = (right, down) => ({ x: REACH * (2 * right - 1), y: REACH * (1 - 2 * down) });
  const unstretched = element('canvas', { width: SIZE, height: SIZE }); // the plane's picture, a dot for each place

  function drawPlane() {
    const scale = devicePixelRatio || 1, width = plane.clientWidth;
    if (width === 0) return;
    if (plane.width !== Math.round(width * scale)) plane.width = plane.height = Math.round(width * scale);
    const to = plane.getContext('2d');
    to.setTransform(scale, 0, 0, scale, 0, 0);
    const { layer, neuron } = looked() ?? { layer: trained.hidden.length, neuron: 0 };
    const isInput = layer === -1, isOutput = layer === trained.hidden.length;
    const { raw, shade } = isInput ? { raw: null, shade: inputShade(neuron) } : valuesOf(layer, neuron);
    paint(unstretched, shade);
    to.imageSmoothingQuality = 'high';
    to.drawImage(unstretched, 0, 0, width, width);
    drawAxes(to, width);
    // The boundary: where the output's logit, or what decides a neuron's sign, is 0.
    const level = isOutput ? 0 : { tanh: 0, sigmoid: 0.5, relu: 1e-6 }[trained.activation];
    if (raw) drawContour(to, raw, level, width);
    drawPoints(to, width);
  }

  function drawAxes(to, width) {
    const middle = width / 2;
    to.strokeStyle = ink.quiet;
    to.globalAlpha = 0.35;
    to.lineWidth = 1;
    to.beginPath();
    to.moveTo(middle, 0), to.lineTo(middle, width), to.moveTo(0, middle), to.lineTo(width, middle);
    to.stroke();
    to.globalAlpha = 1;
  }

  /** Circles and diamonds; the fresh ones hollow, those of the last step ringed, the wrong ones with a dark edge. */
  function drawPoints(to, width) {
    const px = (x) => (x / REACH + 1) / 2 * width, py = (y) => (1 - y / REACH) / 2 * width;
    const size = width < 300 ? 3.2 : 4;
    const trace = (at, ofClass) => {
      to.beginPath();
      if (ofClass === 1) to.arc(...at, size, 0, 2 * Math.PI);
      else diamond(to, ...at, size * 1.25);
    };
    for (const { x, y, ofClass } of showsFresh.checked ? freshSamples : []) {
      trace([px(x), py(y)], ofClass);
      to.fillStyle = ink.card;
      to.fill();
      to.strokeStyle = ofClass === 1 ? ink.positive : ink.negative;
      to.lineWidth = 1.6;
      to.stroke();
    }
    const batch = new Set(isSingle || (isPlaying && settings.speed === 'one') ? seen.batch : []);
    samples.forEach(({ x, y, ofClass }, i) => {
      const isWrong = seen.logits[i] > 0 !== (ofClass === 1), at = [px(x), py(y)];
      if (batch.has(i) && batch.size < samples.length) {
        to.beginPath();
        to.arc(...at, size + 3.5, 0, 2 * Math.PI);
        to.fillStyle = ink['active-line'];
        to.fill();
      }
      trace(at, ofClass);
      to.fillStyle = ofClass === 1 ? ink.positive : ink.negative;
      to.fill();
      to.strokeStyle = isWrong ? ink.ink : ink.card;
      to.lineWidth = isWrong ? 1.8 : 1;
      to.stroke();
      if (i !== chosen) return;
      to.beginPath();
      to.arc(...at, size + 6, 0, 2 * Math.PI);
      to.strokeStyle = ink.ink;
      to.lineWidth = 2.5;
      to.stroke();
    });
  }

  /** Marching squares: a piece of line through each square of four places whose corners are not all on one side. */
  function drawContour(to, raw, level, width) {
    const at = (row, column) => raw(row * SIZE + column) - level, px = (i) => (i + 0.5) / SIZE * width;
    to.beginPath();
    for (let row = 0; row < SIZE - 1; row++) {
      for (let column = 0; column < SIZE - 1; column++) {
        const [a, b] = [at(row, column), at(row, column + 1)];
        const [d, c] = [at(row + 1, column), at(row + 1, column + 1)];
        const cuts = [];
        if (a > 0 !== b > 0) cuts.push([column + a / (a - b), row]);
        if (b > 0 !== c > 0) cuts.push([column + 1, row + b / (b - c)]);
        if (d > 0 !== c > 0) cuts.push([column + d / (d - c), row + 1]);
        if (a > 0 !== d > 0) cuts.push([column, row + a / (a - d)]);
        for (let i = 0; i + 1 < cuts.length; i += 2) {
          to.moveTo(px(cuts[i][0]), px(cuts[i][1]));
          to.lineTo(px(cuts[i + 1][0]), px(cuts[i + 1][1]));
        }
      }
    }
    to.strokeStyle = ink.ink;
    to.lineWidth = 2;
    to.stroke();
  }

  function drawNetwork() {
    let said = 3; // the answer's numbers before the neurons'
    const isLast = (layer) => layer === trained.hidden.length;
    for (const one of cells.flat()) {
      paint(one.canvas, valuesOf(one.layer, one.neuron).shade);
      const value = seen.answer && (isLast(one.layer) ? seen.answer[0] : seen.answer[said++]);
      one.value.textContent = seen.answer ? show(Math.round(100 * value) / 100, false, 3) : '';
    }
    const of = looked();
    for (const button of network.querySelectorAll('.neuron')) button.classList.remove('looked');
    for (const one of cells.flat()) {
      one.button.classList.toggle('looked', same(of, one));
      one.button.setAttribute('aria-pressed', `${same(pinned, one)}`);
    }
    for (const { path, source, target, at } of edges) {
      const weight = seen.parameters[at], isNear = of === null || same(of, source) || same(of, target);
      path.setAttribute('class', `${weight < 0 ? 'negative' : 'positive'}${isNear ? '' : ' far'}`);
      path.setAttribute('stroke-width', Math.max(0.5, Math.min(8, 1.7 * Math.abs(weight))).toFixed(2));
    }
  }

  let chartsDrawn = 0, chartsWait = 0;
  /** Charts are slow to build, so a few times in a second is enough. */
  function drawCharts() {
    clearTimeout(chartsWait);
    const wait = 150 - (performance.now() - chartsDrawn);
    if (wait > 0) {
      chartsWait = setTimeout(drawCharts, wait);
      return;
    }
    const lines = (known) => [
      { kind: 'fresh', points: history.map(({ at, test }) => [at, test[known + 2]]) },
      { kind: 'known', points: history.map(({ at, test }) => [at, test[known]]) },
    ];
    const x = [0, Math.max(100, history.at(-1)?.at ?? 0)];
    const most = Math.max(0.8, ...history.slice(0, 1).map(({ test }) => Math.max(test[0], test[2])).filter(Number.isFinite));
    lossChart.replaceChildren(lineChart({
      label: 'The loss after each number of steps', lines: lines(0), x, y: [0, Math.min(3, most)],
      marks: [{ y: Math.LN2, name: 'ln 2: a coin' }],
    }));
    accuracyChart.replaceChildren(lineChart({
      label: 'The part of the points that is on its side, after each number of steps', lines: lines(1), x, y: [0.4, 1],
      marks: trained.set === 'spirals' ? [{ y: NEEDED, name: 'the goal' }] : [],
    }));
    chartsDrawn = performance.now();
  }

  // --- Words ---

  const percent = (x) => `${Math.round(100 * x)}%`;

  function explain() {
    if (!seen) return;
    const [loss, right, , freshRight] = seen.test, { hidden } = trained, of = looked();
    counter.textContent = `Step ${steps.toLocaleString('en')} · loss ${show(loss, false, 3)} · `
      + `on their side ${percent(right)}, fresh ones ${percent(freshRight)}`;
    says.textContent = of ? describe(of) : tellState();
    planeName.textContent = of === null || of.layer === hidden.length ? 'What the network says'
      : of.layer === -1 ? `The input ${'xy'[of.neuron]}` : `What neuron ${of.neuron + 1} of layer ${of.layer + 1} sees`;
    plane.setAttribute('aria-label', `${planeName.textContent}. `
      + `${Math.round(right * samples.length)} of ${samples.length} points are on their side. Arrow keys choose a point.`);
    explainPoint();
  }

  /** One sentence or two for what happens: the first that fits. */
  function tellState() {
    const [loss, right, , freshRight] = seen.test, { hidden, set, batch, activation } = trained, { rate } = settings;
    const looksAt = batch === 200 ? 'all 200 points' : batch === 1 ? 'one point' : `${batch} points`;
    const ringed = batch === 200 ? 'all 200 points'
      : batch === 1 ? 'the ringed point'
      : `the ringed points, ${batch} drawn by chance`;
    if (steps === 0)
      return 'Nothing is learned yet: the weights are random, and so is the boundary, '
        + 'the dark line where the network cannot decide. Press Play.';
    if (isSingle)
      return `This step looked at ${ringed}: the mean loss there was ${show(batchLoss, false, 3)}. `
        + `Then every weight moved against its slope, by ${rate} times as much.`;
    if (activation === 'relu' && new Set(seen.logits).size === 1)
      return 'It says the same of every point, because all neurons of a layer are 0 there. Where relu is 0 its slope is 0 too, '
        + 'so they cannot learn any more: a step was too long. Choose a smaller learning rate, and start again.';
    if (loss > 0.75 && steps > 200)
      return 'It is worse than a coin: the steps are so long that they jump across the valley and land where the neurons are '
        + 'flat. Choose a smaller learning rate, and start again.';
    if (hidden.length === 0 && set !== 'blobs' && steps > 300)
      return 'Without a hidden layer the boundary stays a straight line, however long it trains. Add a layer.';
    if (right >= 0.97 && freshRight < right - 0.04)
      return 'It does better on the points it learns from than on fresh ones: it has begun to learn them by heart.';
    if (right >= 0.99) return 'Nearly every point is on its side. The loss still falls, because the network grows more certain.';
    if (loss > 0.6 && steps > 1500)
      return 'It is hardly better than a coin. More neurons, another learning rate or another seed may help.';
    return `Each step looks at ${looksAt}, asks of every weight whether the loss falls if it grows or shrinks, `
      + `and moves it that way: by ${rate} times the slope.`;
  }

  function describe({ layer, neuron }) {
    if (layer === -1)
      return `The input ${'xy'[neuron]} is a point's place from ${neuron === 0 ? 'left to right' : 'the bottom to the top'}.`;
    const weights = sumOf({ layer, neuron }), bias = weights.pop();
    const isLast = layer === trained.hidden.length;
    const terms = weights.map((weight, i) => {
      const sign = i === 0 ? (weight < 0 ? '−' : '') : weight < 0 ? ' − ' : ' + ';
      return `${sign}${show(Math.abs(weight), false, 2)} · ${layer === 0 ? 'xy'[i] : `neuron ${i + 1}`}`;
    }).join('');
    const sum = `${terms} ${bias < 0 ? '−' : '+'} ${show(Math.abs(bias), false, 2)}`;
    if (isLast) return `The output: ${sum}. Where it is above 0, the network says class 1; its σ is the probability.`;
    const layerBelow = layer === 0 ? '' : ` It sees only what layer ${layer} says.`;
    return `Neuron ${neuron + 1} of layer ${layer + 1}: ${trained.activation}(${sum}).${layerBelow}`;
  }

  function explainPoint() {
    const point = samples[chosen];
    if (!point || !seen.answer) {
      if (about.dataset.shown !== 'none')
        about.replaceChildren(element('p', { class: 'small quiet' },
          mark(1), ' class 1, ', mark(0), ' class 0, with a dark edge if on the wrong side. '
          + 'Click a point, or choose one with the arrow keys.'));
      about.dataset.shown = 'none';
      return;
    }
    about.dataset.shown = `${chosen}`;
    const { x, y, ofClass } = point;
    const [logit, probability, loss] = seen.answer;
    const given = ofClass === 1 ? probability : 1 - probability;
    about.replaceChildren(
      element('p', {},
        mark(ofClass), ` Point ${chosen + 1}, class ${ofClass}, at (${show(x, false, 2)}, ${show(y, false, 2)})`),
      element('p', { class: 'bar', 'aria-hidden': 'true' }, element('span', { style: `width: ${100 * given}%` })),
      element('p', { class: 'small number' },
        `The network gives its class ${show(given)}, so its loss is −ln ${show(given)} = ${show(loss, false, 3)}. `,
        `The output's sum is ${show(logit, true, 3)}: the ${given > 0.5 ? 'right' : 'wrong'} side. `,
        'Under each neuron: what it says of this point.'),
      element('p', {}, element('button', {
        type: 'button', id: 'walk-point', onclick: () => walkPoint(point),
      }, 'Walk through a step on this point')));
  }

  async function walkPoint({ x, y, ofClass }) {
    setPlaying(false);
    const step = await asked(engine.call('Points.StepOn', training, x, y, ofClass));
    if (!step) return;
    await walk.open(step, {});
    walk.root.scrollIntoView({ block: 'start' });
  }

  const draw = oncePerFrame(() => {
    if (!isOpen || !seen) return;
    drawNetwork();
    drawPlane();
    drawCharts();
    explain();
  });

  // --- Life ---

  readColours();
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const recolour = () => {
    readColours();
    if (training) buildNetwork();
    draw();
  };
  scheme.addEventListener('change', recolour);
  const sizes = new ResizeObserver(() => {
    placeEdges();
    draw();
  });
  sizes.observe(network);
  sizes.observe(plane);
  stage.append(walk.root);
  await begin();

  return async () => {
    await walk.close();
    [isOpen, isPlaying] = [false, false];
    epoch++;
    scheme.removeEventListener('change', recolour);
    sizes.disconnect();
    clearTimeout(chartsWait);
    await engine.pause();
    if (training) await engine.release(training);
  };
}

/** The engine gives points as x, y, class, x, y, class, … */
const grouped = (flat) => Array.from({ length: flat.length / 3 }, (_, i) => {
  const [x, y, ofClass] = flat.slice(3 * i, 3 * i + 3);
  return { x, y, ofClass };
});

/** The colours of an input's picture, from −1 to 1: x grows to the right, y upwards. */
const inputShade = (input) => (place) =>
  input === 0 ? place % SIZE / SIZE * 2 - 1 : 1 - Math.floor(place / SIZE) / SIZE * 2;

function diamond(to, x, y, size) {
  to.moveTo(x, y - size), to.lineTo(x + size, y), to.lineTo(x, y + size), to.lineTo(x - size, y), to.closePath();
}

/** The sign of a class: a circle or a diamond. */
function mark(ofClass) {
  const isCircle = ofClass === 1;
  return picture('svg', {
    viewBox: '-6 -6 12 12', class: `mark ${isCircle ? 'positive' : 'negative'}`,
    role: 'img', 'aria-label': isCircle ? 'circle' : 'diamond',
  }, isCircle ? picture('circle', { r: 4 }) : picture('path', { d: 'M0,-5L5,0L0,5L-5,0Z' }));
}

/** A set of points, as small as a letter. */
function setPicture(flat) {
  const attributes = { viewBox: '-1.1 -1.1 2.2 2.2', class: 'set', 'aria-hidden': 'true' };
  return picture('svg', attributes, grouped(flat).map(({ x, y, ofClass }) =>
    picture('circle', { class: ofClass === 1 ? 'positive' : 'negative', cx: x, cy: -y, r: 0.09 })));
}
