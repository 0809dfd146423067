// The operation, what it reads and what it makes: heatmaps that open to tables of numbers.

function operationPanel(view) {
  const { run, node, now } = view, shown = new Set([...node.inputs.map(id => run.nodes[id]), node]);
  const leafText = now.totals[node.id] ? 'Its gradient says where the loss goes when it moves; the update moves it the other way.'
    : 'Its gradient will say how much the loss moves when it moves.';
  return [
    paragraph(node.code ?? `${node.name} is ${isParameter(node) ? 'a parameter: it learns' : 'data: it is given'}`, { class: 'code-line' }),
    paragraph(operations[node.operation]?.why ?? leafText),
    ...Array.from(shown, one => table(view, one)),
  ];
}

/** A node's value and gradient: as numbers if there are few, or else as heatmaps that open to numbers. */
function table(view, one) {
  const { now } = view, isOpen = state.open === one.name;
  const both = [['value', now.values[one.id]], ['gradient', now.totals[one.id]]];
  const strongest = values => !values ? ': not yet' : values.length > 1 ? `, strongest ${show(largest(values))}` : '';
  const details = () => element('details', { open: isOpen, ontoggle: event => toggled(event, isOpen, { open: one.name }, { open: '' }) },
    element('summary', { id: `numbers-${one.name}` }, 'numbers'), isOpen ? numberTables(view.run, one, both) : null);
  return element('div', { class: 'tensor' },
    element('h3', {}, one.name, ' ', element('small', {}, shapeText(one.shape))),
    element('div', { class: 'maps' }, both.map(([what, values]) =>
      element('figure', {}, heatmap(view, one, what, values), element('figcaption', {}, what, strongest(values))))),
    one.shape.length > 0 ? details() : null);
}

/** The reader opened or closed a summary. When the page does so itself, nothing changes. */
function toggled({ target }, wasOpen, opened, closed) {
  if (target.open !== wasOpen) go(target.open ? opened : closed);
}

function numberTables(run, one, both) {
  const { rows, columns, rowNames } = axes(run, one);
  const cells = (values, r) => range(columns, c => element('td', {}, show(values[r * columns + c])));
  const line = (values, r) => element('tr', {}, rowHeading(rowNames?.[r] ?? r), cells(values, r));
  return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `numbers of ${one.name}` },
    both.map(([what, values]) => values && element('table', {}, element('caption', {}, what), range(rows, r => line(values, r)))));
}

/** The rows and columns of a table, and the letters they stand for. With more than two axes, blocks are stacked below each other. */
function axes(run, { id, shape }) {
  const columns = shape.at(-1) ?? 1, rows = run.values[id].length / columns, { letters = [], contexts } = run;
  const rowNames = shape.length < 2 ? null : rows === letters.length ? letters : shape[0] !== contexts?.length ? null
    : shape.length === 3 ? contexts.flatMap(context => [...context]) : contexts;
  return { rows, columns, rowNames, columnNames: columns === letters.length ? letters : null };
}

function heatmap({ run, node, cell }, one, what, values) {
  const { rows, columns, rowNames, columnNames } = axes(run, one), count = rows * columns;
  const looked = one !== node && node.operation === 'Embedding' ? node.indices : null;
  const size = count === 1 ? 64 : Math.max(3, Math.min(26, Math.floor(300 / columns), rows > 40 ? 5 : 26));
  const right = looked || rowNames && size >= 8 ? 40 : 0, top = columnNames && size >= 9 ? 14 : 0, width = columns * size + right;
  const extent = !values ? 'not computed yet'
    : count === 1 ? show(values[0]) : `from ${show(Math.min(...values))} to ${show(Math.max(...values))}`;
  const rowsLooked = looked ? `, looked up rows ${[...new Set(looked)].map(r => run.letters[r]).join(' ')}` : '';
  const sharpness = 2; // dots of the canvas for each dot of the page
  const canvas = element('canvas', {
    width: width * sharpness, height: (rows * size + top) * sharpness, style: `width: ${width}px`, role: 'img',
    'aria-label': `${what} of ${one.name}, ${shapeText(one.shape)}, ${extent}${rowsLooked}`,
    onclick: event => {
      const column = Math.floor(event.offsetX / size), row = Math.floor((event.offsetY - top) / size);
      if (column >= 0 && column < columns && row >= 0 && row < rows) go({ node: one.name, cell: row * columns + column });
    },
  });
  const pen = canvas.getContext('2d'), colours = palette(), strongest = values ? largest(values.map(x => Number.isFinite(x) ? x : 0)) : 0;
  pen.scale(sharpness, sharpness);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.font = `${Math.min(12, size + 2)}px system-ui`;
  pen.fillStyle = colours.quiet;
  if (top) columnNames.forEach((letter, c) => pen.fillText(letter, (c + .5) * size, 7));
  pen.translate(0, top);
  const corner = i => [(i % columns) * size, Math.floor(i / columns) * size];
  for (let i = 0; i < count; i++) drawCell(pen, colours, ...corner(i), size, values?.[i], strongest);
  if (right) drawRowNames(pen, colours, size, columns, rows, rowNames, looked);
  if (one.operation === 'Softmax') run.targets.forEach((target, r) => outline(pen, colours.accent, target * size, r * size, size - 1));
  if (one === node && count > 1) outline(pen, colours.ink, ...corner(cell), Math.max(size - 1, 4));
  return canvas;
}

/** The style sheet's colours for a canvas, which has no styles: { ink: '#1d2330', ... }. Reading is slow, so once for each picture. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const names = ['ink', 'quiet', 'line', 'accent', 'positive', 'negative', 'zero', 'on-strong'];
  return Object.fromEntries(names.map(name => [name, style.getPropertyValue(`--${name}`)]));
}

function outline(pen, colour, left, top, width, height = width) {
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.strokeRect(left, top, width, height);
}

/** A cell: empty if nothing is known, otherwise its colour, and its sign or, if there is room, its number. */
function drawCell(pen, colours, left, top, size, value, strongest) {
  const inner = size > 4 ? size - 1 : size;
  pen.lineWidth = 1;
  pen.strokeStyle = colours.line;
  if (value == null) return pen.strokeRect(left + .5, top + .5, inner - 1, inner - 1);
  const strength = !Number.isFinite(value) ? 1 : strongest === 0 ? 0 : Math.abs(value) / strongest;
  pen.fillStyle = colours.zero;
  pen.fillRect(left, top, inner, inner);
  pen.globalAlpha = strength === 0 ? 0 : .12 + .88 * strength;
  pen.fillStyle = value < 0 ? colours.negative : colours.positive;
  pen.fillRect(left, top, inner, inner);
  pen.globalAlpha = 1;
  pen.fillStyle = strength > .55 ? colours['on-strong'] : colours.ink;
  if (size >= 40) {
    pen.font = '600 13px system-ui';
    pen.fillText(show(value), left + inner / 2, top + inner / 2);
  } else if (size >= 7 && value !== 0) {
    pen.fillRect(left + inner * .3, top + inner / 2 - .5, inner * .4, 1);
    if (value > 0) pen.fillRect(left + inner / 2 - .5, top + inner * .3, 1, inner * .4);
  }
}

/** What each row stands for. Rows that were looked up are framed, and labelled with how many times. */
function drawRowNames(pen, colours, size, columns, rows, names, looked) {
  pen.textAlign = 'left';
  for (let row = 0; row < rows; row++) {
    const count = looked?.filter(one => one === row).length ?? 0;
    pen.fillStyle = count > 0 ? colours.accent : colours.quiet;
    const text = `${names?.[row]}${count > 1 ? ` ×${count}` : ''}`;
    if (names && (size >= 8 || count > 0)) pen.fillText(text, columns * size + 4, (row + .5) * size);
    if (count > 0) outline(pen, colours.accent, 1, row * size + 1, columns * size - 2, size - 2);
  }
}
