// The plane with its points: coloured by what the network, or one neuron of it, says of each place.
import { element } from 'elements';
import { REACH, SIZE, inputShade, valuesOf } from 'points/field';

const NEAR = 0.12; // of a point, in the plane: a click there means it

/** `onchoose(i)` is told the point that the reader clicks, or goes to with the arrow keys; null for none. */
export class Plane {
  canvas = element('canvas', {
    class: 'plane', tabindex: 0, role: 'application',
    onpointerdown: (event) => this.#pick(event),
    onkeydown: (event) => this.#move(event),
  });

  #view; #colours; #onchoose;
  #unstretched = element('canvas', { width: SIZE, height: SIZE }); // a dot for each place

  constructor(view, colours, onchoose) {
    [this.#view, this.#colours, this.#onchoose] = [view, colours, onchoose];
  }

  #pick(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [
      REACH * (2 * (event.clientX - box.left) / box.width - 1),
      REACH * (1 - 2 * (event.clientY - box.top) / box.height),
    ];
    const away = this.#view.samples.map((point) => Math.hypot(point.x - x, point.y - y));
    const nearest = away.indexOf(Math.min(...away));
    this.#onchoose(away[nearest] < NEAR ? nearest : null);
  }

  #move(event) {
    const { chosen, samples: { length } } = this.#view;
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by) this.#onchoose(chosen === null ? 0 : (chosen + by + length) % length);
    else if (event.key === 'Escape') this.#onchoose(null);
    else return;
    event.preventDefault();
  }

  /** Draws it with the fresh points too, or without them. */
  draw(showsFresh) {
    const scale = devicePixelRatio || 1, { canvas } = this, width = canvas.clientWidth;
    if (width === 0) return;
    if (canvas.width !== Math.round(width * scale)) canvas.width = canvas.height = Math.round(width * scale);
    const to = canvas.getContext('2d');
    to.setTransform(scale, 0, 0, scale, 0, 0);
    const { trained, looked } = this.#view;
    const { layer, neuron } = looked ?? { layer: trained.hidden.length, neuron: 0 };
    const { raw, shade } = layer === -1 ? { raw: null, shade: inputShade(neuron) } : valuesOf(this.#view, layer, neuron);
    this.#colours.paint(this.#unstretched, shade);
    to.imageSmoothingQuality = 'high';
    to.drawImage(this.#unstretched, 0, 0, width, width);
    this.#drawAxes(to, width);
    // The boundary: where the output's logit, or what decides a neuron's sign, is 0.
    const isOutput = layer === trained.hidden.length;
    const level = isOutput ? 0 : { tanh: 0, sigmoid: 0.5, relu: 1e-6 }[trained.activation];
    if (raw) this.#drawContour(to, raw, level, width);
    if (showsFresh) this.#drawFresh(to, width);
    this.#drawKnown(to, width);
  }

  #drawAxes(to, width) {
    const middle = width / 2;
    to.strokeStyle = this.#colours.ink.quiet;
    to.globalAlpha = 0.35;
    to.lineWidth = 1;
    to.beginPath();
    to.moveTo(middle, 0), to.lineTo(middle, width), to.moveTo(0, middle), to.lineTo(width, middle);
    to.stroke();
    to.globalAlpha = 1;
  }

  /** Marching squares: a piece of line through each square of four places whose corners are not all on one side. */
  #drawContour(to, raw, level, width) {
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
    stroke(to, this.#colours.ink.ink, 2);
  }

  /** Fresh points are hollow. */
  #drawFresh(to, width) {
    const { ink } = this.#colours;
    for (const point of this.#view.fresh) {
      trace(to, point, width);
      fill(to, ink.card);
      stroke(to, point.ofClass === 1 ? ink.positive : ink.negative, 1.6);
    }
  }

  /** Those of the last step are ringed; the wrong ones have an edge, and the chosen one a ring, in the colour of text. */
  #drawKnown(to, width) {
    const { samples, seen, isSingle, isPlaying, settings, chosen } = this.#view, { ink } = this.#colours;
    const batch = new Set(isSingle || (isPlaying && settings.speed === 'one') ? seen.batch : []);
    const radius = radiusIn(width);
    samples.forEach((point, i) => {
      const isWrong = seen.logits[i] > 0 !== (point.ofClass === 1);
      if (batch.has(i) && batch.size < samples.length) {
        ring(to, point, radius + 3.5, width);
        fill(to, ink['active-line']);
      }
      trace(to, point, width);
      fill(to, point.ofClass === 1 ? ink.positive : ink.negative);
      stroke(to, isWrong ? ink.ink : ink.card, isWrong ? 1.8 : 1);
      if (i !== chosen) return;
      ring(to, point, radius + 6, width);
      stroke(to, ink.ink, 2.5);
    });
  }
}

const placeOf = ({ x, y }, width) => [(x / REACH + 1) / 2 * width, (1 - y / REACH) / 2 * width];
const radiusIn = (width) => width < 300 ? 3.2 : 4;

function trace(to, point, width) {
  if (point.ofClass === 1) return ring(to, point, radiusIn(width), width);
  const [x, y] = placeOf(point, width), size = radiusIn(width) * 1.25; // a diamond as large as the circle
  to.beginPath();
  to.moveTo(x, y - size), to.lineTo(x + size, y), to.lineTo(x, y + size), to.lineTo(x - size, y), to.closePath();
}

function ring(to, point, radius, width) {
  to.beginPath();
  to.arc(...placeOf(point, width), radius, 0, 2 * Math.PI);
}

function fill(to, colour) {
  to.fillStyle = colour;
  to.fill();
}

function stroke(to, colour, width) {
  to.strokeStyle = colour;
  to.lineWidth = width;
  to.stroke();
}
