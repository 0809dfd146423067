// The graph: a box for each node, an arrow for each use, with its local slope on the way forward and what was sent on the
// way back.
import { picture, show, tone } from 'elements';
import { brief, isLeaf, shapeText } from 'walk/run';
import { isSlopeless } from 'walk/words';

const pen = document.createElement('canvas').getContext('2d'); // measures words

/** Columns by depth; a leaf is just before its first use. A node is level with its first input, or below what is there. */
function layout({ nodes }) {
  const leaves = nodes.filter(isLeaf), computed = nodes.filter((node) => !isLeaf(node));
  const column = [], row = []; // of each node
  const taken = []; // rows in each column
  for (const node of computed) column[node.id] = 1 + Math.max(...node.inputs.map((input) => column[input] ?? 0));
  for (const { id } of leaves) column[id] = column[computed.find((user) => user.inputs.includes(id)).id] - 1;
  for (const node of [...computed, ...leaves].sort((a, b) => column[a.id] - column[b.id])) {
    const at = column[node.id];
    row[node.id] = Math.max(taken[at] ?? 0, row[node.inputs[0]] ?? 0);
    taken[at] = row[node.id] + 1;
  }
  return { column, row, columns: Math.max(...column) + 1, rows: Math.max(...row) + 1 };
}

/** The positions of the boxes. If columns do not fit side by side, they go downwards. */
function geometry(run, room) {
  const { column, row, columns, rows } = layout(run);
  const width = columns > 6 ? 96 : 108, height = 66;
  const isDown = room < 100 * columns;
  const [across, along] = isDown ? [width + 20, height + 42] : [height + 26, width + (columns > 6 ? 34 : 70)];
  return {
    width, height, isDown,
    size: isDown ? [rows * across - 12, columns * along - 16] : [(columns - 1) * along + width + 8, rows * across],
    left: (id) => (isDown ? row[id] * across : column[id] * along) + 4,
    top: (id) => (isDown ? column[id] * along : row[id] * across) + 16,
  };
}

/** The graph at this moment, drawn for so much room. */
export function graph(view, room) {
  const { run } = view, boxes = geometry(run, room);
  const [width, height] = boxes.size;
  const arrows = run.nodes.flatMap((user) => user.inputs.map((input, slot) => arrow(view, boxes, input, user, slot)));
  return picture('svg', {
    viewBox: `0 0 ${width} ${height}`,
    class: 'graph',
    role: 'group',
    'aria-label': 'Graph, from the given numbers to the loss',
    style: `max-width: ${width * 1.3}px`,
  }, heads(), arrows.map((one) => one.path), run.nodes.map((node) => box(view, boxes, node)), arrows.map((one) => one.label));
}

const heads = () => picture('defs', {}, ['on', 'back'].map((kind) => picture('marker', {
  id: `head-${kind}`, class: `head ${kind}`, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7,
  markerUnits: 'userSpaceOnUse', orient: 'auto-start-reverse',
}, picture('path', { d: 'M 0 0 L 8 4 L 0 8 Z' }))));

/** The arrow from an input to a node that uses it: { path, label }, where the label may be missing. */
function arrow(view, boxes, input, user, slot) {
  const { run, moment } = view, isUpdated = moment.updated[user.id];
  const ends = endsOf(boxes, input, user, slot);
  const isKnown = moment.values[user.id] !== null;
  const sent = isUpdated ? null : moment.rows[input].findLast((row) => row.from === user.id && row.slot === slot);
  const isActive = moment.event?.node === user.id ? 'active' : '';
  const path = picture('path', {
    class: `edge ${sent ? 'back' : isKnown ? 'on' : 'off'} ${isActive}`,
    d: ends.d,
    'marker-start': sent && 'url(#head-back)',
    'marker-end': !sent && isKnown && 'url(#head-on)',
  });
  const slope = isSlopeless(run, user) ? 1 : user.slopes?.[slot] ?? NaN; // NaN: nobody asked how it moves with a constant
  const hasSlope = isKnown && !Number.isNaN(slope) && !isUpdated;
  const text = sent ? brief(sent.values) : hasSlope ? `× ${show(slope, false, 3)}` : null;
  const isTable = sent?.values.length > 1;
  if (text === null || boxes.isDown && isTable) return { path };
  const [x, y] = isTable ? ends.aboveBox : ends.onArrow;
  const kind = !sent ? 'local' : isTable ? '' : tone(sent.values[0]);
  const anchor = boxes.isDown && user.inputs.length > 1 ? ['end', 'start'][slot] : 'middle';
  return { path, label: picture('text', { class: `edge-label ${kind} ${isActive}`, x, y, 'text-anchor': anchor }, text) };
}

/** Where an arrow goes, and where its label is. A number fits on its arrow; what a table receives is written above its box. */
function endsOf({ width, height, isDown, left, top }, input, user, slot) {
  const apart = user.inputs.length > 1 ? 14 * slot - 7 : 0; // the two arrows into a box
  const [x1, y1] = isDown ? [left(input) + width / 2, top(input) + height] : [left(input) + width, top(input) + height / 2];
  const [x2, y2] = isDown ? [left(user.id) + width / 2 + apart, top(user.id)]
    : [left(user.id), top(user.id) + height / 2 + apart];
  const bend = isDown ? `${x1} ${y1 + 18} ${x2} ${y2 - 18}` : `${x1 + 18} ${y1} ${x2 - 18} ${y2}`;
  return {
    d: `M ${x1} ${y1} C ${bend} ${x2} ${y2}`,
    aboveBox: [(x1 + x2) / 2, top(input) - 4],
    onArrow: [(x1 + 2 * x2) / 3, (y1 + 2 * y2) / 3 - (isDown ? 0 : 3)],
  };
}

/** A node: its line of code, its value, its gradient, and whether that is final, or wrong. */
function box(view, boxes, node) {
  const { moment, chosen, choose } = view, { id } = node;
  const value = moment.values[id], gradient = moment.totals[id], wrong = moment.wrong[id];
  const isBad = moment.firstBad === id, isFirstWrong = wrong && moment.firstWrong === id;
  const role = node.learns ? 'learns' : node.isData ? 'data' : '';
  const arrived = gradient && arrivals(moment.arrived[id], node.uses) || role;
  const mark = wrong ? `${wrong.how === 'movedUphill' ? '↑ uphill' : '✗ wrong'}${isFirstWrong ? ' first' : ''}` : '';
  const verdict = isBad ? `${show(value.find((x) => !Number.isFinite(x)))} begins here` : mark;
  const valueText = !value ? '' : node.shape.length === 0 ? show(value[0]) : shapeText(node.shape);
  const kinds = {
    leaf: isLeaf(node), blank: !value, chosen: node === chosen, active: moment.event?.node === id, wrong: wrong || isBad,
    first: isFirstWrong, past: moment.updated[id],
  };
  const says = [
    node.name,
    node.code ?? role,
    value ? `value ${valueText}` : 'not computed yet',
    gradient ? `gradient ${brief(gradient)} ${arrived}` : 'no gradient yet',
    verdict,
  ].filter(Boolean).join(', ');
  const left = boxes.left(id), top = boxes.top(id), middle = left + boxes.width / 2;
  const line = (text, down, kind) => picture('text', { class: kind, x: middle, y: top + down, 'text-anchor': 'middle' }, text);
  const code = node.code ? node.code.replace(/^var |;$/g, '') : node.name;
  return picture('g', {
    id: `node-${node.name}`,
    class: `node ${Object.keys(kinds).filter((kind) => kinds[kind]).join(' ')}`,
    role: 'button',
    tabindex: node === chosen ? 0 : -1,
    'aria-label': says,
    'aria-pressed': `${node === chosen}`,
    'data-value': value?.length === 1 ? value[0] : null,
    'data-gradient': gradient?.length === 1 ? gradient[0] : null,
    onclick: () => choose(node),
    onkeydown: (event) => { if (event.key === 'Enter') choose(node); },
  },
  picture('title', {}, says),
  picture('rect', { x: left, y: top, width: boxes.width, height: boxes.height, rx: 9 }),
  line(shortened(code, boxes.width - 8, node.name), 17, 'name'),
  line(valueText, 34, 'value'),
  line(gradient ? `∂ ${brief(gradient)}` : '', 50, `gradient ${gradient?.length === 1 ? tone(gradient[0]) : ''}`),
  line(verdict || arrived, 62, verdict ? 'verdict' : 'arrived'));
}

/** As much as there is room for: the line, its name, or the beginning of the name. */
function shortened(text, room, name) {
  const fits = (words) => pen.measureText(words).width <= room, letters = [...name];
  pen.font = '600 12px system-ui, sans-serif'; // as in the style sheet
  if (fits(text)) return text;
  if (fits(name)) return name;
  while (letters.length > 1 && !fits(`${letters.join('')}…`)) letters.pop();
  return `${letters.join('')}…`;
}

const arrivals = (arrived, uses) => arrived > uses ? `${arrived} arrivals`
  : arrived < uses ? `${arrived} of ${uses} arrived` : uses > 1 ? `${uses} of ${uses}` : '';
