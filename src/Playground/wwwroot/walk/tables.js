// A node's value and gradient as heatmaps that open to numbers.
import { element, show } from 'elements';
import { shapeText, strongest } from 'walk/run';

const range = (count, make) => Array.from({ length: count }, (_, i) => make(i));

export function tables(view) {
  const { run, chosen: node } = view, shown = new Set([...node.inputs.map((id) => run.nodes[id]), node]);
  return [predictions(view), ...[...shown].filter((one) => one.value.length > 1).map((one) => table(view, one))].filter(Boolean);
}

/** One row of scores or probabilities as letters and bars, with what the loss sends back to each below it. */
function predictions(view) {
  const { chosen: node, cell, moment, given, choose } = view, { letters = [], contexts, targets } = given;
  const columns = letters.length, value = moment.values[node.id], gradient = moment.totals[node.id];
  if (!value || node.shape.at(-1) !== columns || node.shape[0] !== contexts?.length) return null;
  const row = Math.floor(cell / columns), part = (numbers) => numbers?.slice(row * columns, (row + 1) * columns);
  const values = part(value), back = part(gradient), top = strongest(values), most = back ? strongest(back) : 1;
  const bar = (x, whole) => element('i', { class: x < 0 ? 'down' : 'up', style: `height: ${whole === 0 ? 0 : Math.abs(x) / whole * 50}%; ${x < 0 ? 'top' : 'bottom'}: 50%` });
  return element('div', { class: 'prediction' },
    element('p', {}, `After “${contexts[row]}” came ${letters[targets[row]]}. `, element('span', { class: 'small quiet' }, back
      ? 'Above: the numbers forward. Below: the gradient of each.' : 'The numbers, one for each letter.')),
    element('div', { class: 'rowbars' }, letters.map((letter, i) => element('button', {
      type: 'button', class: `rowbar ${i === targets[row] ? 'target' : ''}`, onclick: () => choose(node, row * columns + i), 'aria-pressed': `${row * columns + i === cell}`,
      'aria-label': `${letter}: ${show(values[i])}${back ? `, gradient ${show(back[i], true)}` : ''}`, title: `${letter}: ${show(values[i])}${back ? `, gradient ${show(back[i], true)}` : ''}`,
    }, element('span', { class: 'g value' }, bar(values[i], top)), element('span', { class: 'name' }, letter), back && element('span', { class: 'g' }, bar(back[i], most))))));
}

function table(view, one) {
  const { run, moment, opened, open } = view, isOpen = opened === one.name;
  const both = [['value', moment.values[one.id]], ['gradient', moment.totals[one.id]]];
  const extent = (values) => !values ? ': not yet' : `, strongest ${show(strongest(values))}`;
  return element('div', { class: 'tensor' },
    element('h3', {}, one.name, ' ', element('small', {}, shapeText(one.shape))),
    element('div', { class: 'maps' }, both.map(([what, values]) =>
      element('figure', {}, heatmap(view, one, what, values), element('figcaption', {}, what, extent(values))))),
    element('details', { open: isOpen, ontoggle: (event) => { if (event.target.open !== isOpen) open(event.target.open ? one.name : ''); } },
      element('summary', { id: `numbers-${one.name}` }, 'numbers'), isOpen && numberTables(run, view, one, both)));
}

function numberTables(run, view, one, both) {
  const { rows, columns, rowNames } = axes(view, one);
  const line = (values, r) => element('tr', {}, element('th', { scope: 'row' }, rowNames?.[r] ?? r), range(columns, (c) => element('td', {}, show(values[r * columns + c]))));
  return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `numbers of ${one.name}` },
    both.map(([what, values]) => values && element('table', {}, element('caption', {}, what), range(rows, (r) => line(values, r)))));
}

/** The rows and columns of a table, and the letters they stand for. With more than two axes, blocks are stacked below each other. */
function axes({ given }, { shape, value }) {
  const columns = shape.at(-1) ?? 1, rows = value.length / columns, { letters = [], contexts } = given;
  const rowNames = shape.length < 2 ? null : rows === letters.length ? letters : shape[0] !== contexts?.length ? null
    : shape.length === 3 ? contexts.flatMap((context) => [...context]) : contexts;
  return { rows, columns, rowNames, columnNames: columns === letters.length ? letters : null };
}

function heatmap(view, one, what, values) {
  const { chosen: node, cell, given, choose } = view, { rows, columns, rowNames, columnNames } = axes(view, one), count = rows * columns;
  const looked = one !== node && node.operation === 'Embedding' ? node.indices : null;
  const size = Math.max(3, Math.min(26, Math.floor(300 / columns), rows > 40 ? 5 : 26));
  const right = looked || rowNames && size >= 8 ? 40 : 0, top = columnNames && size >= 9 ? 14 : 0, width = columns * size + right;
  const extent = !values ? 'not computed yet' : `from ${show(Math.min(...values))} to ${show(Math.max(...values))}`;
  const rowsLooked = looked ? `, looked up rows ${[...new Set(looked)].map((r) => given.letters[r]).join(' ')}` : '';
  const sharpness = 2; // dots of the canvas for each dot of the page
  const canvas = element('canvas', {
    width: width * sharpness, height: (rows * size + top) * sharpness, style: `width: ${width}px`, role: 'img',
    'aria-label': `${what} of ${one.name}, ${shapeText(one.shape)}, ${extent}${rowsLooked}`,
    onclick: (event) => {
      const column = Math.floor(event.offsetX / size), row = Math.floor((event.offsetY - top) / size);
      if (column >= 0 && column < columns && row >= 0 && row < rows) choose(one, row * columns + column);
    },
  });
  const pen = canvas.getContext('2d'), colours = palette(), most = values ? strongest(values.filter(Number.isFinite)) : 0;
  pen.scale(sharpness, sharpness);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.font = `${Math.min(12, size + 2)}px system-ui`;
  pen.fillStyle = colours.quiet;
  if (top) columnNames.forEach((letter, c) => pen.fillText(letter, (c + 0.5) * size, 7));
  pen.translate(0, top);
  const corner = (i) => [(i % columns) * size, Math.floor(i / columns) * size];
  for (let i = 0; i < count; i++) drawCell(pen, colours, ...corner(i), size, values?.[i], most);
  if (right) drawRowNames(pen, colours, size, columns, rows, rowNames, looked);
  if (one.operation === 'Softmax') given.targets?.forEach((target, r) => outline(pen, colours.accent, target * size, r * size, size - 1));
  if (one === node) outline(pen, colours.ink, ...corner(cell), Math.max(size - 1, 4));
  return canvas;
}

/** The style sheet's colours for a canvas, which has no styles. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(['ink', 'quiet', 'line', 'accent', 'positive', 'negative', 'zero', 'on-strong'].map((name) => [name, style.getPropertyValue(`--${name}`)]));
}

function outline(pen, colour, left, top, width, height = width) {
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.strokeRect(left, top, width, height);
}

/** A cell: empty if nothing is known, otherwise its colour, and its sign if there is room. */
function drawCell(pen, colours, left, top, size, value, most) {
  const inner = size > 4 ? size - 1 : size;
  pen.lineWidth = 1;
  pen.strokeStyle = colours.line;
  if (value == null) return pen.strokeRect(left + 0.5, top + 0.5, inner - 1, inner - 1);
  const strength = !Number.isFinite(value) ? 1 : most === 0 ? 0 : Math.abs(value) / most;
  pen.fillStyle = colours.zero;
  pen.fillRect(left, top, inner, inner);
  pen.globalAlpha = strength === 0 ? 0 : 0.12 + 0.88 * strength;
  pen.fillStyle = value < 0 ? colours.negative : colours.positive;
  pen.fillRect(left, top, inner, inner);
  pen.globalAlpha = 1;
  pen.fillStyle = strength > 0.55 ? colours['on-strong'] : colours.ink;
  if (size >= 7 && value !== 0) {
    pen.fillRect(left + inner * 0.3, top + inner / 2 - 0.5, inner * 0.4, 1);
    if (value > 0) pen.fillRect(left + inner / 2 - 0.5, top + inner * 0.3, 1, inner * 0.4);
  }
}

/** What each row stands for. Rows that were looked up are framed, and labelled with how many times. */
function drawRowNames(pen, colours, size, columns, rows, names, looked) {
  pen.textAlign = 'left';
  for (let row = 0; row < rows; row++) {
    const count = looked?.filter((one) => one === row).length ?? 0;
    pen.fillStyle = count > 0 ? colours.accent : colours.quiet;
    const text = `${names?.[row]}${count > 1 ? ` ×${count}` : ''}`;
    if (names && (size >= 8 || count > 0)) pen.fillText(text, columns * size + 4, (row + 0.5) * size);
    if (count > 0) outline(pen, colours.accent, 1, row * size + 1, columns * size - 2, size - 2);
  }
}
