'use strict';
// Numbers as text, and HTML elements: what the page is made of.

const data = JSON.parse(document.getElementById('data').textContent);
const byId = id => document.getElementById(id);

/** The numbers of an array of the page's data, decoded when first needed. */
const decoded = new Map();
function numbers(index) {
  const bytes = () => Uint8Array.from(atob(data.arrays[index]), c => c.charCodeAt(0));
  if (!decoded.has(index)) decoded.set(index, new Float64Array(bytes().buffer));
  return decoded.get(index);
}

/** Five significant digits, with a real minus sign; `signed` shows the plus too. */
function show(x, signed = false) {
  if (x == null) return '';
  if (Number.isNaN(x)) return 'NaN';
  const size = Math.abs(x), isFar = size !== 0 && (size >= 1e6 || size < 1e-4);
  const text = size === Infinity ? '∞' : isFar ? size.toExponential(3) : String(Number(size.toPrecision(5)));
  return (x < 0 ? '−' : signed && x > 0 ? '+' : '') + text;
}

const range = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const sum = values => values.reduce((total, x) => total + x, 0);
const norm = values => Math.sqrt(sum(values.map(x => x * x)));
const largest = values => Math.max(...values.map(Math.abs));
const relativeError = (a, b) => a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));

const brief = values => values.length === 1 ? show(values[0], true) : `|g| ${show(norm(values))}`;
const tone = values => values.length > 1 ? '' : values[0] > 0 ? 'positive' : values[0] < 0 ? 'negative' : '';
const bracketed = text => text.startsWith('−') ? `(${text})` : text;
const shapeText = shape => shape.length === 0 ? 'a number' : shape.join(' × ');

/** The row and column (and so on) of a cell: [1, 3]. */
function indicesOf(shape, cell) {
  const indices = [];
  for (const size of shape.toReversed()) {
    indices.unshift(cell % size);
    cell = Math.floor(cell / size);
  }
  return indices;
}
const cellName = (node, cell) => node.shape.length === 0 ? node.name : `${node.name}[${indicesOf(node.shape, cell).join(', ')}]`;

/** An HTML element. Text is set as text, so that a name cannot become markup. */
const element = (tag, attributes, ...children) => build(document.createElement(tag), attributes, children);
const picture = (tag, attributes, ...children) => build(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
function build(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter(child => child != null));
  return made;
}

const paragraph = (text, attributes = {}) => element('p', attributes, text);
const heading = text => element('h3', {}, text);
const rowHeading = (...content) => element('th', { scope: 'row' }, ...content);
const columnHeadings = texts => element('thead', {}, element('tr', {}, texts.map(text => element('th', { scope: 'col' }, text))));

/** A small line chart. */
function chart({ label, x, y, lines, mark, ticks, zero }) {
  const [width, height, left, top, right, bottom] = [300, 150, 76, 4, 290, 130];
  const px = value => left + (value - x[0]) / (x[1] - x[0]) * (right - left);
  const py = value => 8 + (y[1] - value) / (y[1] - y[0]) * (bottom - top - 8);
  const anchor = at => at === x[0] ? 'start' : at === x[1] ? 'end' : 'middle';
  const legend = (line, i) => [
    picture('line', { class: line.kind, x1: left + 6, x2: left + 28, y1: bottom - 22 + 12 * i, y2: bottom - 22 + 12 * i }),
    picture('text', { x: left + 32, y: bottom - 18 + 12 * i }, line.name),
  ];
  const inside = { x: left, y: top, width: right - left, height: bottom, viewBox: `${left} ${top} ${right - left} ${bottom}` };
  return picture('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, class: 'chart' },
    ticks.x.map(([at, text]) => picture('text', { x: px(at), y: height - 4, 'text-anchor': anchor(at) }, text)),
    ticks.y.map(([at, text]) => picture('text', { x: left - 6, y: py(at) + 4, 'text-anchor': 'end' }, text)),
    zero ? picture('line', { class: 'axis', x1: left, x2: right, y1: py(0), y2: py(0) }) : null,
    mark != null ? picture('line', { class: 'mark', x1: px(mark), x2: px(mark), y1: top, y2: bottom }) : null,
    picture('svg', { role: 'none', ...inside }, lines.map(line => // clips the lines to the plot
      picture('polyline', { class: line.kind, points: line.points.map(point => `${px(point.x)},${py(point.y)}`).join(' ') }))),
    ...lines.filter(line => line.name).map(legend));
}
