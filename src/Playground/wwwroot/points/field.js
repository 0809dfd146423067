// What every neuron says of every place of the plane, and the colours of it.

export const SIZE = 40; // places in a row of a picture
export const REACH = 1.2; // the plane goes from −REACH to REACH, both ways
const SHADES = 127; // of each colour

/** Numbers from −1 to 1 as colours of the page, and the page's other colours by name: what a canvas must be told. */
export class Colours {
  #shades;
  #image = new ImageData(SIZE, SIZE);
  #pixels = new Uint32Array(this.#image.data.buffer);

  constructor() { this.read(); }

  /** Reads them again, for light and dark are the reader's choice. */
  read() {
    const style = getComputedStyle(document.documentElement);
    const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const rgb = (name) => {
      probe.fillStyle = style.getPropertyValue(name);
      probe.fillRect(0, 0, 1, 1);
      return [...probe.getImageData(0, 0, 1, 1).data];
    };
    const [zero, positive, negative] = [rgb('--card'), rgb('--positive'), rgb('--negative')];
    const mixed = (colour, part) => colour.map((to, i) => Math.round(zero[i] + (to - zero[i]) * part * 0.72));
    this.#shades = Uint32Array.from({ length: 2 * SHADES + 1 }, (_, i) => {
      const part = (i - SHADES) / SHADES, [r, g, b] = mixed(part < 0 ? negative : positive, Math.abs(part));
      return (255 << 24 | b << 16 | g << 8 | r) >>> 0;
    });
    const names = ['ink', 'card', 'quiet', 'positive', 'negative', 'active-line'];
    this.ink = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`)]));
  }

  /** Fills a canvas of SIZE × SIZE with the colours of a function's values, for each place of the plane. */
  paint(canvas, valueAt) {
    for (let place = 0; place < SIZE * SIZE; place++) {
      const value = valueAt(place);
      this.#pixels[place] = this.#shades[SHADES + Math.round(SHADES * Math.max(-1, Math.min(1, value || 0)))];
    }
    canvas.getContext('2d').putImageData(this.#image, 0, 0);
  }
}

/** The values of an input, from −1 to 1: x grows to the right, y upwards. */
export const inputShade = (input) => (place) =>
  input === 0 ? place % SIZE / SIZE * 2 - 1 : 1 - Math.floor(place / SIZE) / SIZE * 2;

/** What a neuron says of a place (`raw`), and the same as a number from −1 to 1 (`shade`). */
export function valuesOf({ trained, seen: { field } }, layer, neuron) {
  const widths = [...trained.hidden, 1], width = widths[layer];
  const first = SIZE * SIZE * widths.slice(0, layer).reduce((a, b) => a + b, 0) + neuron;
  const raw = (place) => field[first + place * width];
  if (layer === widths.length - 1) return { raw, shade: (place) => Math.tanh(raw(place) / 2) }; // 2σ(z) − 1
  if (trained.activation === 'tanh') return { raw, shade: raw };
  if (trained.activation === 'sigmoid') return { raw, shade: (place) => 2 * raw(place) - 1 };
  let most = 1;
  for (let place = 0; place < SIZE * SIZE; place++) most = Math.max(most, raw(place));
  return { raw, shade: (place) => raw(place) / most };
}
