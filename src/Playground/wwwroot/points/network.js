// The network as a picture: a picture of the plane for each neuron, a line for each weight, and buttons that change its layers.
import { element, picture, show } from 'elements';
import { SIZE, inputShade, valuesOf } from 'points/field';
import { MOST_LAYERS, MOST_NEURONS } from 'points/settings';

export const isSame = (a, b) => a !== null && b !== null && a.layer === b.layer && a.neuron === b.neuron;

/**
 * `root` is the picture, `layerButtons` stand above it. `onlook()` is called when the reader looks at another neuron, or at none:
 * `looked`, { layer, neuron }, with −1 as the layer of the inputs. `onresize(hidden)` when the reader wants other layers.
 */
export class NetworkPicture {
  root = element('div', { class: 'network' });
  layerButtons = element('div', { class: 'count' });

  #view; #colours; #onlook; #onresize;
  #pinned = null;
  #hovered = null;
  #cells = []; // [layer][neuron]
  #edges = []; // the lines, with where their weight stands among the parameters

  constructor(view, colours, { onlook, onresize }) {
    [this.#view, this.#colours, this.#onlook, this.#onresize] = [view, colours, onlook, onresize];
  }

  get looked() { return this.#hovered ?? this.#pinned; }

  /** Nothing is looked at any more. */
  lookAway() { [this.#pinned, this.#hovered] = [null, null]; }

  /** Builds the network that is trained now. */
  build() {
    const { hidden } = this.#view.trained;
    const focused = document.activeElement?.dataset?.key; // so that + may be pressed again
    const lines = picture('svg', { class: 'lines', 'aria-hidden': 'true' });
    const inputs = ['x', 'y'].map((name, i) => this.#cell(-1, i, `Input ${name}`));
    inputs.forEach(({ canvas, button }, i) => {
      this.#colours.paint(canvas, inputShade(i));
      button.dataset.text = 'xy'[i];
    });
    this.#cells = [...hidden, 1].map((count, layer) => Array.from({ length: count }, (_, neuron) =>
      this.#cell(layer, neuron, layer === hidden.length ? 'Output' : `Layer ${layer + 1}, neuron ${neuron + 1}`)));
    this.root.classList.toggle('few', Math.max(...hidden, 1) <= 5 && hidden.length <= 3);
    this.root.replaceChildren(
      lines,
      column('in', inputs),
      ...hidden.map((count, layer) => column(this.#counter(count, layer), this.#cells[layer])),
      column('out', this.#cells.at(-1)));
    this.#buildLayerButtons(hidden.length);
    document.querySelector(`.points [data-key="${focused}"]`)?.focus();
    this.#edges = edgesBetween(inputs, this.#cells, lines);
    this.placeEdges();
  }

  /** A neuron: its picture, and what it says of the chosen point. */
  #cell(layer, neuron, name) {
    const canvas = element('canvas', { width: SIZE, height: SIZE });
    const value = element('span', { class: 'value number' });
    const here = { layer, neuron };
    const button = element('button', {
      type: 'button', class: 'neuron', 'aria-label': name, 'aria-pressed': 'false',
      onpointerenter: () => this.#look({ hovered: here }),
      onpointerleave: () => this.#look({ hovered: null }),
      onclick: () => this.#look({ pinned: isSame(this.#pinned, here) ? null : here }),
    }, canvas, value);
    return { button, canvas, value, ...here };
  }

  #look({ hovered = this.#hovered, pinned = this.#pinned }) {
    [this.#hovered, this.#pinned] = [hovered, pinned];
    this.#onlook();
  }

  // A quick reader presses again before the next network is there, so a button counts from what was set last.
  #counter(count, layer) {
    const resize = (by) => this.#onresize(this.#view.settings.hidden.map((now, i) =>
      i === layer ? Math.max(1, Math.min(MOST_NEURONS, now + by)) : now));
    return element('div', { class: 'count' },
      small(`minus${layer}`, '−', `One neuron less in layer ${layer + 1}`, count === 1, () => resize(-1)),
      element('span', { class: 'number' }, `${count}`),
      small(`plus${layer}`, '+', `One neuron more in layer ${layer + 1}`, count === MOST_NEURONS, () => resize(1)));
  }

  #buildLayerButtons(count) {
    const { settings } = this.#view;
    this.layerButtons.replaceChildren(
      small('minus', '−', 'One hidden layer less', count === 0, () => this.#onresize(settings.hidden.slice(0, -1))),
      element('span', {}, count === 0 ? 'no hidden layer' : count === 1 ? '1 hidden layer' : `${count} hidden layers`),
      small('plus', '+', 'One hidden layer more', count === MOST_LAYERS, () =>
        this.#onresize([...settings.hidden, settings.hidden.at(-1) ?? 4].slice(0, MOST_LAYERS))));
  }

  /** Lays the lines between the neurons, wherever these stand now. */
  placeEdges() {
    const box = this.root.getBoundingClientRect();
    const side = ({ button }, right) => {
      const own = button.getBoundingClientRect();
      return [(right ? own.right : own.left) - box.left, own.top + own.height / 2 - box.top];
    };
    for (const { path, source, target } of this.#edges) {
      const [x0, y0] = side(source, true), [x1, y1] = side(target, false), middle = (x0 + x1) / 2;
      path.setAttribute('d', `M${x0},${y0}C${middle},${y0} ${middle},${y1} ${x1},${y1}`);
    }
  }

  draw() {
    const { trained, seen } = this.#view, { looked } = this;
    let said = 3; // the answer's numbers before the neurons'
    for (const one of this.#cells.flat()) {
      this.#colours.paint(one.canvas, valuesOf(this.#view, one.layer, one.neuron).shade);
      const isOutput = one.layer === trained.hidden.length;
      const value = seen.answer && (isOutput ? seen.answer[0] : seen.answer[said++]);
      one.value.textContent = seen.answer ? show(Math.round(100 * value) / 100, false, 3) : '';
    }
    for (const button of this.root.querySelectorAll('.neuron')) button.classList.remove('looked');
    for (const one of this.#cells.flat()) {
      one.button.classList.toggle('looked', isSame(looked, one));
      one.button.setAttribute('aria-pressed', `${isSame(this.#pinned, one)}`);
    }
    for (const { path, source, target, at } of this.#edges) {
      const weight = seen.parameters[at], isNear = looked === null || isSame(looked, source) || isSame(looked, target);
      path.setAttribute('class', `${weight < 0 ? 'negative' : 'positive'}${isNear ? '' : ' far'}`);
      path.setAttribute('stroke-width', Math.max(0.5, Math.min(8, 1.7 * Math.abs(weight))).toFixed(2));
    }
  }
}

const column = (head, cells) => element('div', { class: 'layer' },
  element('div', { class: 'head small' }, head),
  element('div', { class: 'neurons' }, cells.map(({ button }) => button)));

const small = (key, text, name, disabled, onclick) => element('button', {
  type: 'button', class: 'small-button', 'data-key': key, 'aria-label': name, disabled, onclick,
}, text);

/** A line for each weight, and where that stands among the parameters: a layer's weights, row by row, then its biases. */
function edgesBetween(inputs, cells, lines) {
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
