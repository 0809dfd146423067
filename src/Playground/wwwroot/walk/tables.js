// A node's value and gradient as heatmaps that open to numbers.
import { element, show } from 'elements';
import { shapeText, strongest } from 'walk/run';

const range = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** The tables of the chosen node and of its inputs, and what the model says of the chosen row. */
export function tables(view) {
  const { run, chosen } = view;
  const shown = [...new Set([...chosen.inputs.map((id) => run.nodes[id]), chosen])].filter((node) => node.value.length > 1);
  return [predictions(view), ...shown.map((node) => table(view, node))].filter(Boolean);
}

/** One row of scores or probabilities as letters and bars, with what the loss sends back to each below it. */
function predictions(view) {
  const { chosen: node, cell, moment, given, choose } = view, { letters = [], contexts, targets } = given;
  const columns = letters.length, value = moment.values[node.id], gradient = moment.totals[node.id];
  if (!value || node.shape.at(-1) !== columns || node.shape[0] !== contexts?.length) return null;
  const row = Math.floor(cell / columns), first = row * columns;
  const values = value.slice(first, first + columns), most = strongest(values);
  const back = gradient?.slice(first, first + columns), mostBack = back && strongest(back);
  const says = back ? 'Above: the numbers forward. Below: the gradient of each.' : 'The numbers, one for each letter.';
  return element('div', { class: 'prediction' },
    element('p', {}, `After “${contexts[row]}” came ${letters[targets[row]]}. `, element('span', { class: 'small quiet' }, says)),
    element('div', { class: 'rowbars' }, letters.map((letter, i) => {
      const numbers = `${letter}: ${show(values[i])}${back ? `, gradient ${show(back[i], true)}` : ''}`;
      return element('button', {
        type: 'button',
        class: `rowbar ${i === targets[row] ? 'target' : ''}`,
        onclick: () => choose(node, first + i),
        'aria-pressed': `${first + i === cell}`,
        'aria-label': numbers,
        title: numbers,
      },
      element('span', { class: 'g value' }, bar(values[i], most)),
      element('span', { class: 'name' }, letter),
      back && element('span', { class: 'g' }, bar(back[i], mostBack)));
    })));
}

/** A bar from the middle, up or down. */
function bar(x, whole) {
  const height = whole === 0 ? 0 : Math.abs(x) / whole * 50;
  return element('i', { class: x < 0 ? 'down' : 'up', style: `height: ${height}%; ${x < 0 ? 'top' : 'bottom'}: 50%` });
}

/** A node's value and gradient as pictures, and as numbers if they are opened. */
function table(view, node) {
  const { moment, opened, open } = view, isOpen = opened === node.name;
  const both = [['value', moment.values[node.id]], ['gradient', moment.totals[node.id]]];
  const extent = (values) => !values ? ': not yet' : `, strongest ${show(strongest(values))}`;
  const ontoggle = ({ target }) => { if (target.open !== isOpen) open(target.open ? node.name : ''); };
  return element('div', { class: 'tensor' },
    element('h3', {}, node.name, ' ', element('small', {}, shapeText(node.shape))),
    element('div', { class: 'maps' }, both.map(([what, values]) => element('figure', {},
      heatmap(view, node, what, values),
      element('figcaption', {}, what, extent(values))))),
    element('details', { open: isOpen, ontoggle },
      element('summary', { id: `numbers-${node.name}` }, 'numbers'), isOpen && numberTables(view, node, both)));
}

function numberTables(view, node, both) {
  const { rows, columns, rowNames } = axes(view, node);
  const line = (values, row) => element('tr', {},
    element('th', { scope: 'row' }, rowNames?.[row] ?? row),
    range(columns, (column) => element('td', {}, show(values[row * columns + column]))));
  return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `numbers of ${node.name}` },
    both.map(([what, values]) => values && element('table', {},
      element('caption', {}, what), range(rows, (row) => line(values, row)))));
}

/**
 * The rows and columns of a table, and the letters they stand for. With more than two axes, blocks are stacked below each
 * other.
 */
function axes({ given }, { shape, value }) {
  const { letters = [], contexts } = given;
  const columns = shape.at(-1) ?? 1, rows = value.length / columns;
  const ofContexts = () => shape.length === 3 ? contexts.flatMap((context) => [...context]) : contexts;
  const rowNames = shape.length < 2 ? null
    : rows === letters.length ? letters
    : shape[0] === contexts?.length ? ofContexts()
    : null;
  return { rows, columns, rowNames, columnNames: columns === letters.length ? letters : null };
}

function heatmap(view, node, what, values) {
  const { chosen, cell, given, choose } = view;
  const { rows, columns, rowNames, columnNames } = axes(view, node);
  const looked = node !== chosen && chosen.operation === 'Embedding' ? chosen.indices : null; // rows that were looked up
  const size = Math.max(3, Math.min(26, Math.floor(300 / columns), rows > 40 ? 5 : 26)); // of a cell
  const right = looked || rowNames && size >= 8 ? 40 : 0; // room for the names of the rows
  const top = columnNames && size >= 9 ? 14 : 0; // and of the columns
  const width = columns * size + right;
  const extent = !values ? 'not computed yet' : `from ${show(Math.min(...values))} to ${show(Math.max(...values))}`;
  const rowsLooked = looked ? `, looked up rows ${[...new Set(looked)].map((row) => given.letters[row]).join(' ')}` : '';
  const sharpness = 2; // dots of the canvas for each dot of the page
  const canvas = element('canvas', {
    width: width * sharpness,
    height: (rows * size + top) * sharpness,
    style: `width: ${width}px`,
    role: 'img',
    'aria-label': `${what} of ${node.name}, ${shapeText(node.shape)}, ${extent}${rowsLooked}`,
    onclick: (event) => {
      const column = Math.floor(event.offsetX / size), row = Math.floor((event.offsetY - top) / size);
      if (column >= 0 && column < columns && row >= 0 && row < rows) choose(node, row * columns + column);
    },
  });
  const pen = canvas.getContext('2d'), colours = palette();
  const most = values ? strongest(values.filter(Number.isFinite)) : 0;
  const corner = (i) => [(i % columns) * size, Math.floor(i / columns) * size];
  pen.scale(sharpness, sharpness);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.font = `${Math.min(12, size + 2)}px system-ui`;
  pen.fillStyle = colours.quiet;
  if (top) columnNames.forEach((letter, column) => pen.fillText(letter, (column + 0.5) * size, 7));
  pen.translate(0, top);
  for (let i = 0; i < rows * columns; i++) drawCell(pen, colours, ...corner(i), size, values?.[i], most);
  if (right) drawRowNames(pen, colours, size, columns, rows, rowNames, looked);
  if (node.operation === 'Softmax')
    given.targets?.forEach((target, row) => outline(pen, colours.accent, target * size, row * size, size - 1));
  if (node === chosen) outline(pen, colours.ink, ...corner(cell), Math.max(size - 1, 4));
  return canvas;
}

/** The style sheet's colours for a canvas, which has no styles. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const names = ['ink', 'quiet', 'line', 'accent', 'positive', 'negative', 'zero', 'on-strong'];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`)]));
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
