// The graph: a box for each node, an arrow for each use.

/** Columns by depth; a leaf is just before its first use. A node is level with its first input, or below what is already there. */
function layout({ nodes }) {
  const column = [], row = [], taken = [], leaves = nodes.filter(isLeaf), computed = nodes.filter(node => !isLeaf(node));
  for (const node of computed) column[node.id] = 1 + Math.max(...node.inputs.map(input => column[input] ?? 0));
  for (const { id } of leaves) column[id] = column[computed.find(user => user.inputs.includes(id)).id] - 1;
  for (const node of [...computed, ...leaves].sort((a, b) => column[a.id] - column[b.id])) {
    const at = column[node.id];
    row[node.id] = Math.max(taken[at] ?? 0, row[node.inputs[0]] ?? 0);
    taken[at] = row[node.id] + 1;
  }
  return { column, row, columns: Math.max(...column) + 1, rows: Math.max(...row) + 1 };
}

/** The positions of the boxes. If columns do not fit side by side, they go downwards. */
function geometry(run) {
  const { column, row, columns, rows } = layout(run), isCrowded = columns > 6, isDown = innerWidth < 104 * columns;
  const width = isCrowded ? 90 : 104, height = 66;
  const [across, along] = isDown ? [width + 20, height + 40] : [height + 26, width + (isCrowded ? 24 : 64)];
  return {
    width, height, isDown,
    size: isDown ? [rows * across - 12, columns * along - 16] : [(columns - 1) * along + width + 8, rows * across],
    left: id => (isDown ? row[id] * across : column[id] * along) + 4,
    top: id => (isDown ? column[id] * along : row[id] * across) + 16,
  };
}

function graph(view) {
  const { run } = view, boxes = geometry(run), [width, height] = boxes.size;
  const arrows = run.nodes.flatMap(user => user.inputs.map((input, slot) => arrow(view, boxes, input, user, slot)));
  return picture('svg', {
    viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Graph, from the given numbers to the loss',
    style: `max-width: ${width * 1.35}px`,
  }, arrowHeads(), arrows.map(one => one.path), run.nodes.map(one => nodeBox(view, boxes, one)), arrows.map(one => one.label));
}

const arrowHeads = () => picture('defs', {}, ['on', 'back'].map(kind => picture('marker', {
  id: `head-${kind}`, class: `head ${kind}`, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7,
  markerUnits: 'userSpaceOnUse', orient: 'auto-start-reverse',
}, picture('path', { d: 'M 0 0 L 8 4 L 0 8 Z' }))));

/** The arrow from an input to its user; once a contribution was sent, the arrow back, labelled with it. */
function arrow({ run, now }, { width, height, isDown, left, top }, input, user, slot) {
  const apart = 14 * slot - 7; // the two arrows into a box
  const [x1, y1] = isDown ? [left(input) + width / 2, top(input) + height] : [left(input) + width, top(input) + height / 2];
  const [x2, y2] = isDown ? [left(user.id) + width / 2 + apart, top(user.id)] : [left(user.id), top(user.id) + height / 2 + apart];
  const bend = isDown ? `${x1} ${y1 + 18} ${x2} ${y2 - 18}` : `${x1 + 18} ${y1} ${x2 - 18} ${y2}`;
  const sent = now.updated[user.id] ? null : rowFrom(now, user, input, slot), isKnown = now.values[user.id];
  const isActive = now.event?.node === user.id ? 'active' : '';
  const path = picture('path', {
    class: `edge ${sent ? 'back' : isKnown ? 'on' : 'off'} ${isActive}`, d: `M ${x1} ${y1} C ${bend} ${x2} ${y2}`,
    'marker-start': sent && 'url(#head-back)', 'marker-end': !sent && isKnown && 'url(#head-on)',
  });
  // A number fits on its arrow. The size of a table goes above the box that receives it. In a downward graph there is no room, but the box
  // shows it.
  const isTable = sent?.values.length > 1;
  if (!sent || isDown && isTable) return { path };
  const [x, y] = isTable ? [(x1 + x2) / 2, top(input) - 4] : [(x1 + 2 * x2) / 3, (y1 + 2 * y2) / 3 - (isDown ? 0 : 3)];
  const anchor = isDown && user.inputs.length > 1 ? ['end', 'start'][slot] : 'middle';
  const kind = `edge-label ${tone(sent.values)} ${isActive}`;
  return { path, label: picture('text', { class: kind, x, y, 'text-anchor': anchor }, brief(sent.values)) };
}

/** The last contribution of a node to one of its inputs. */
const rowFrom = (now, node, input, slot) => now.rows[input].findLast(row => row.from === node.id && row.slot === slot);

function nodeBox({ run, now, node }, boxes, one) {
  const value = now.values[one.id], total = now.totals[one.id], wrong = now.wrong[one.id], isBad = now.firstBad === one.id;
  const isFirst = wrong && run.wrong.keys().next().value === one.id;
  const role = isParameter(one) ? 'learns' : one.operation === 'Constant' ? 'data' : '';
  const arrived = total && arrivals(now.arrived[one.id], run.uses[one.id]) || role;
  const mark = wrong ? `${wrong.isGradient ? '✗ wrong' : '↑ uphill'}${isFirst ? ' first' : ''}` : '';
  const verdict = isBad ? `${show(value.find(x => !Number.isFinite(x)))} begins here` : mark;
  const valueText = !value ? '' : one.shape.length === 0 ? show(value[0]) : shapeText(one.shape);
  const kinds = {
    leaf: isLeaf(one), blank: !value, chosen: one === node, active: now.event?.node === one.id, wrong: wrong || isBad, first: isFirst,
    past: now.updated[one.id],
  };
  const says = [
    one.name, one.code ?? role, value ? `value ${valueText}` : 'not computed yet',
    total ? `gradient ${brief(total)} ${arrived}` : 'no gradient yet', verdict, wrong?.says,
  ];
  const left = boxes.left(one.id), top = boxes.top(one.id), middle = left + boxes.width / 2;
  const line = (text, down, kind) => picture('text', { class: kind, x: middle, y: top + down, 'text-anchor': 'middle' }, text);
  const choose = () => go({ node: one.name, cell: 0 });
  return picture('g', {
    id: `node-${one.name}`, class: `node ${Object.keys(kinds).filter(kind => kinds[kind]).join(' ')}`, role: 'button', tabindex: 0,
    'aria-label': says.filter(Boolean).join(', '), 'aria-pressed': String(one === node),
    'data-value': value?.length === 1 ? value[0] : null, 'data-gradient': total?.length === 1 ? total[0] : null,
    onclick: choose, onkeydown: event => { if (event.key === 'Enter') choose(); },
  },
  picture('rect', { x: left, y: top, width: boxes.width, height: boxes.height, rx: 8 }),
  line(title(run, one, Math.floor(boxes.width / 7)), 17, 'name'),
  line(valueText, 34, 'value'),
  line(total ? `∂ ${brief(total)}` : '', 50, `gradient ${total ? tone(total) : ''}`),
  line(verdict || arrived, 62, verdict ? 'verdict' : 'arrived'));
}

const arrivals = (arrived, uses) => arrived > uses ? `${arrived} arrivals`
  : arrived < uses ? `${arrived} of ${uses} arrived` : uses > 1 ? `${uses} of ${uses}` : '';

/** A node's name and what it is made of, if there is room. */
function title(run, node, longest) {
  const [x, y] = node.inputs.map(id => run.nodes[id].name);
  const made = {
    Add: `${x}+${y}`, Multiply: `${x}·${y}`, MatMul: `${x}·${y}`, Tanh: `tanh(${x})`, Negate: `−${x}`, Embedding: `${x}[…]`,
    Reshape: 'reshape', Softmax: 'softmax', Pick: 'pick', Log: 'ln',
  }[node.operation];
  const whole = `${node.name} = ${made}`;
  return made && whole.length <= longest ? whole : node.name;
}

/** The whole story in one line, with this step's part marked. */
function stages({ run, now }) {
  const names = [], partOf = [];
  for (const one of run.nodes.filter(one => one.stage)) {
    if (one.stage !== names.at(-1)) names.push(one.stage);
    partOf[one.id] = names.length - 1;
  }
  const current = partOf[now.event?.node];
  return element('ol', { class: 'stages', hidden: names.length === 0 },
    names.map((name, i) => element('li', { 'aria-current': i === current ? 'step' : null }, name)));
}
