'use strict';
// The backprop explorer. One object, `state`, says what is looked at; everything on the page is computed anew from it. In this order:
// numbers and elements; the operations with their derivatives; a run (all that happens in one step of learning) of a small world or of the
// engine's network; what is known at a moment of a run; the panels; the state, the address and the keys.

// ---------------------------------------------------------------- numbers and elements

const data = JSON.parse(document.getElementById('data').textContent);
const byId = id => document.getElementById(id);

/** The numbers of an array of the page's data, decoded when first asked for. */
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

/** An HTML element. Text is set as text, so that nothing in a name can become markup. */
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

// ---------------------------------------------------------------- operations
//
// forward(o, i)        how cell i of the output comes about: its terms, with numbers put in, and their result
// locals(o, slot, i)   the cells of the output that cell i of an input went into: for each, d output / d input
// backward(y, x, slot) the line of C# that sends the contribution
// `o` holds the inputs' names o.names[slot], values o.in[slot] and shapes o.shapes[slot], the output o.out with its shape o.shape, and the
// chosen o.indices.

const at = (o, slot, i) => o.in[slot][i % o.in[slot].length];

/** A stretched input went into every cell that lies a whole number of its lengths on. */
const stretched = (o, slot, i) => range(o.out.length / o.in[slot].length, k => i + k * o.in[slot].length);

const operations = {
  Add: {
    forward: (o, i) => ({ terms: [show(at(o, 0, i)), show(at(o, 1, i))], sign: ' + ', result: at(o, 0, i) + at(o, 1, i) }),
    locals: (o, slot, i) => stretched(o, slot, i).map(from => ({ from, local: 1 })),
    backward: (y, x) => `${x[0]}.Gradient @ ${y}.Gradient;`,
    why: 'Nudge either side, and the sum moves just as much. So a sum passes on what arrives, unchanged, to both sides.',
  },
  Multiply: {
    forward: (o, i) => ({ terms: [show(at(o, 0, i)), show(at(o, 1, i))], sign: ' × ', result: at(o, 0, i) * at(o, 1, i) }),
    locals: (o, slot, i) => stretched(o, slot, i).map(from => ({ from, local: at(o, 1 - slot, from) })),
    backward: (y, x) => `${x[0]}.Gradient @ ${y}.Gradient * ${x[1]};`,
    why: 'Nudge one side, and the product moves by the nudge times the other side. '
      + 'So each side receives what arrives, times the other side.',
  },
  Tanh: {
    forward: (o, i) => ({ terms: [show(at(o, 0, i))], call: 'tanh', result: Math.tanh(at(o, 0, i)) }),
    locals: (o, slot, i) => [{ from: i, local: 1 - o.out[i] ** 2, text: `1 − (${show(o.out[i])})²` }],
    backward: (y, x) => `${x[0]}.Gradient @ ${y}.Gradient * (1 - ${y} * ${y});`,
    why: 'The slope of tanh is 1 − output²: 1 in the middle, almost 0 where the output is near −1 or 1. '
      + 'There hardly anything gets through.',
  },
  Negate: {
    forward: (o, i) => ({ terms: [show(at(o, 0, i))], call: '−', result: -at(o, 0, i) }),
    locals: (o, slot, i) => [{ from: i, local: -1 }],
    backward: (y, x) => `${x[0]}.Gradient @ -${y}.Gradient;`,
    why: 'Nudge the input up, and the output goes down as much.',
  },
  Reshape: {
    forward: (o, i) => ({ terms: [`number ${i} of ${o.names[0]}`], result: at(o, 0, i) }),
    locals: (o, slot, i) => [{ from: i, local: 1 }],
    backward: (y, x) => `${x[0]}.Gradient @ ${y}.Gradient; // in the shape of ${x[0]}`,
    why: 'The same numbers in rows of another length: the vectors of a context now stand side by side. Gradients go back the same way.',
  },
  Embedding: {
    forward: (o, i) => {
      const columns = o.shapes[0][1], row = o.indices[Math.floor(i / columns)], column = i % columns;
      return { terms: [`${o.names[0]}[${row}, ${column}]`], result: o.in[0][row * columns + column] };
    },
    locals: (o, slot, i) => {
      const columns = o.shapes[0][1], row = Math.floor(i / columns), column = i % columns;
      return o.indices.flatMap((chosen, k) => chosen === row ? [{ from: k * columns + column, local: 1 }] : []);
    },
    backward: (y, x) => `${x[0]}.Gradient[row] @ ${y}.Gradient[every place that looked the row up];`,
    why: 'Looking up copies a row. A row that was looked up three times gets three contributions, which add up; '
      + 'one that was not gets none, and its gradient is 0.',
  },
  MatMul: {
    forward: (o, i) => {
      const [inner, columns] = o.shapes[1], row = Math.floor(i / columns), column = i % columns;
      const pairs = range(inner, k => [o.in[0][row * inner + k], o.in[1][k * columns + column]]);
      return { terms: pairs.map(([a, b]) => `${show(a)} × ${show(b)}`), sign: ' + ', result: sum(pairs.map(([a, b]) => a * b)) };
    },
    locals: (o, slot, i) => {
      const rows = o.shapes[0][0], [inner, columns] = o.shapes[1];
      const row = Math.floor(i / o.shapes[slot][1]), column = i % o.shapes[slot][1];
      return slot === 0
        ? range(columns, j => ({ from: row * columns + j, local: o.in[1][column * columns + j] }))
        : range(rows, r => ({ from: r * columns + column, local: o.in[0][r * inner + row] }));
    },
    backward: (y, x, slot) => slot === 0
      ? `${x[0]}.Gradient @ ${y}.Gradient.MatMul(${x[1]}.Transpose());`
      : `${x[0]}.Gradient @ ${x[1]}.Transpose().MatMul(${y}.Gradient);`,
    why: 'Every number of the result is a sum of products. '
      + 'So a weight receives, from each result it went into, what arrived there times the number it was multiplied with.',
  },
  Softmax: {
    forward: (o, i) => {
      const columns = o.shape.at(-1), start = i - i % columns, row = o.in[0].slice(start, start + columns), top = Math.max(...row);
      const result = Math.exp(at(o, 0, i) - top) / sum(row.map(x => Math.exp(x - top)));
      return { terms: [`exp(${show(at(o, 0, i))})`, 'the sum of exp of its row'], sign: ' / ', result };
    },
    locals: (o, slot, i) => {
      const columns = o.shape.at(-1), start = i - i % columns, own = show(o.out[i]);
      return range(columns, k => start + k).map(from => from === i
        ? { from, local: o.out[i] * (1 - o.out[i]), text: `${own} × (1 − ${own})` }
        : { from, local: -o.out[from] * o.out[i], text: `−${show(o.out[from])} × ${own}` });
    },
    backward: (y, x) => `${x[0]}.Gradient @ ${y} * (${y}.Gradient - (${y}.Gradient * ${y}).Sum(row));`,
    why: 'The probabilities of a row add up to 1: raising one score raises its own probability and lowers all the others.',
  },
  Pick: {
    forward: (o, i) => {
      const chosen = o.indices[i];
      const term = `${o.names[0]}[${i}, ${chosen}] (the probability of ${o.letters[chosen]})`;
      return { terms: [term], result: o.in[0][i * o.shapes[0][1] + chosen] };
    },
    locals: (o, slot, i) => {
      const columns = o.shapes[0][1], row = Math.floor(i / columns), isPicked = i % columns === o.indices[row];
      return [{ from: row, local: isPicked ? 1 : 0, text: isPicked ? '1 (picked)' : '0 (not picked)' }];
    },
    backward: (y, x) => `${x[0]}.Gradient[row, target] @ ${y}.Gradient[row]; // 0 elsewhere`,
    why: 'Of each row only the probability of the letter that came next counts. What was not picked has no say, so its gradient is 0.',
  },
  Log: {
    forward: (o, i) => ({ terms: [show(at(o, 0, i))], call: 'ln', result: Math.log(at(o, 0, i)) }),
    locals: (o, slot, i) => [{ from: i, local: 1 / at(o, 0, i), text: `1 / ${show(at(o, 0, i))}` }],
    backward: (y, x) => `${x[0]}.Gradient @ ${y}.Gradient / ${x[0]};`,
    why: 'The slope of ln is 1/x: the less probable the model found the letter, the more strongly it is pulled.',
  },
  Mean: {
    forward: o => {
      const [x] = o.in;
      return { terms: Array.from(x, one => show(one)), sign: ' + ', after: ` / ${x.length}`, result: sum(x) / x.length };
    },
    locals: o => [{ from: 0, local: 1 / o.in[0].length, text: `1 / ${o.in[0].length}` }],
    backward: (y, x) => `${x[0]}.Gradient @ ${y}.Gradient / n;`,
    why: 'Each of n numbers has an n-th part in their mean.',
  },
};

/** What the operation of a node reads; values[id] are those of any node. */
function operands(run, node, values) {
  const inputs = node.inputs.map(id => run.nodes[id]);
  return {
    names: inputs.map(input => input.name), in: inputs.map(input => values[input.id]), shapes: inputs.map(input => input.shape),
    out: values[node.id], shape: node.shape, indices: node.indices, letters: run.letters,
  };
}

/** How one number came about, in words: "(−6) + 10". */
function formula({ terms, sign, call, after }) {
  const body = (terms.length > 1 ? terms.map(bracketed) : terms).join(sign);
  return call ? `${call}(${body})` : after ? `(${body})${after}` : body;
}
const forwardTerms = (run, node, values, cell) => operations[node.operation].forward(operands(run, node, values), cell);

/** Whether a node and all that it reads are single numbers, so that its formula fits on a line. */
const isSmall = (run, node) => node.shape.length === 0 && node.inputs.every(id => run.values[id].length === 1);

// ---------------------------------------------------------------- runs
//
// A run is everything that happens in one step of learning: nodes, events in the order of time, the values before and after the update, the
// loss with one number nudged, and the update at every rate. Rows of a ledger: { to, from, slot, values, overwrites?, leftover? }.

const worlds = {
  expression: {
    title: 'A small expression', rate: 4,
    guide: 'L = (a·b + c)·f. Step on and watch: first every value is computed, left to right. '
      + 'Then, from L backwards, one question is asked of each number: if it moved a little, how would L move? '
      + 'The answer is its gradient. Change an input and look again.',
    leaves: { a: 2, b: -3, c: 10, f: -2 },
    lines: [['e', 'Multiply', 'a', 'b'], ['d', 'Add', 'e', 'c'], ['L', 'Multiply', 'd', 'f']],
  },
  shared: {
    title: 'Values used twice', rate: 2,
    guide: 'Here a and b are used twice, and so are c and d. Each use sends a contribution of its own, and they add up, '
      + 'because a moves y along every path at once. So c must wait until both have arrived before it passes anything on. '
      + 'Break a rule and see which number goes wrong first.',
    leaves: { a: 2, b: 3 },
    lines: [
      ['c', 'Add', 'a', 'b'], ['d', 'Multiply', 'a', 'b'], ['s', 'Add', 'c', 'd'], ['t', 'Multiply', 'c', 'd'], ['y', 'Add', 's', 't'],
    ],
  },
  neuron: {
    title: 'A neuron', rate: 8,
    guide: 'One neuron: two inputs, weighted and added up with a bias, through tanh. '
      + 'The inputs are data: they have gradients, but only weights and bias learn. '
      + 'Make b large: tanh goes flat, and nothing gets back any more.',
    leaves: { x1: 2, w1: -3, x2: 0, w2: 1, b: 6.8813735870195432 }, data: ['x1', 'x2'],
    lines: [
      ['p', 'Multiply', 'x1', 'w1'], ['q', 'Multiply', 'x2', 'w2'], ['s', 'Add', 'p', 'q'], ['n', 'Add', 's', 'b'], ['o', 'Tanh', 'n'],
    ],
  },
  network: {
    title: 'The network', rate: 8,
    guide: 'A name becomes small questions: which letter comes next? The letters before it go in '
      + `(as many as ${[...data.cases[0].contexts[0]].length}; a dot means that there is none yet). `
      + `${data.cases[0].letters.length} probabilities come out, one a letter, and the loss is small where the right letter was found probable. `
      + 'All is as in the small worlds, only in tables; the numbers are the engine’s. '
      + 'Choose a cell of a table to see how that one number came about.',
  },
};

const mistakes = {
  overwrite: { label: '= instead of +=', says: 'The last contribution replaces those before it.', order: true },
  recursion: {
    label: 'pass on at every arrival', order: true,
    says: 'A node passes on its whole gradient each time something arrives, so the first part is sent again.',
  },
  early: {
    label: 'visit before all have arrived', order: true,
    says: 'A node is visited once, as soon as it is found; what arrives later is never passed on.',
  },
  leftover: {
    label: 'keep the last step’s gradients',
    says: 'They were not set back to 0. += adds this step’s gradient to the last one’s, and the parameters move twice too far.',
  },
  uphill: { label: '+ rate instead of − rate', says: 'The update goes up the slope.' },
  slopeless: { label: 'leave out tanh’s slope', says: 'What arrives at tanh is passed on as if its slope were 1.', needs: 'Tanh' },
};

const signs = { Add: '+', Multiply: '*' };
const isLeaf = node => node.inputs.length === 0;
const isParameter = node => node.operation === 'Parameter';

function smallWorld(world, inputs, breaks, rate) {
  const nodes = smallNodes(world);
  const leaves = Object.entries(world.leaves).map(([name, given]) => inputs[name] ?? given);
  const compute = (leaves, nudged, to) => {
    const values = [];
    for (const node of nodes) {
      const value = node.id === nudged ? to : isLeaf(node) ? leaves[node.id] : forwardTerms({ nodes }, node, values, 0).result;
      values.push([value]);
    }
    return values;
  };
  const run = { nodes, breaks, values: compute(leaves) };
  run.lossAt = (node, cell, to) => compute(leaves, node, to).at(-1)[0];
  run.after = rate => compute(leaves.map((_, leaf) => moved(run, nodes[leaf], rate)[0]));
  return finish(run, backwardPass(run), data.cases[0].rates, rate);
}

/** The nodes of a small world: its leaves, then a node a line. */
function smallNodes({ leaves, data: given = [], lines }) {
  const names = [...Object.keys(leaves), ...lines.map(([name]) => name)];
  return names.map((name, id) => {
    if (name in leaves) return { id, name, operation: given.includes(name) ? 'Constant' : 'Parameter', inputs: [], shape: [] };
    const [, operation, ...read] = lines.find(line => line[0] === name);
    const code = signs[operation] ? read.join(` ${signs[operation]} `) : `${read[0]}.${operation}()`;
    return { id, name, operation, inputs: read.map(input => names.indexOf(input)), shape: [], code: `var ${name} = ${code};` };
  });
}

function networkWorld(one, rate) {
  const nodes = one.nodes.map((node, id) => ({ id, ...node }));
  const run = { nodes, breaks: [], letters: one.letters, contexts: one.contexts, values: nodes.map(node => numbers(node.value)) };
  run.targets = one.targets.map(target => one.letters.indexOf(target));
  run.lossAt = (node, cell, to) => numbers(to < run.values[node][cell] ? nodes[node].below : nodes[node].above)[cell];
  run.after = rate => nodes.map((node, id) => isLeaf(node) ? moved(run, node, rate) : numbers(one.after[one.rates.indexOf(rate)][id]));
  const ledger = nodes.flatMap(to => to.rows.map(row => ({ to: to.id, from: row.from, slot: row.slot, values: numbers(row.values) })));
  const sentBy = node => ledger.filter(row => row.from === node.id).sort((a, b) => a.slot - b.slot);
  return finish(run, nodes.filter(node => !isLeaf(node)).reverse().map(node => ({ node, rows: sentBy(node) })), one.rates, rate);
}

/** A leaf after the update: parameter − rate · gradient. */
function moved(run, node, rate) {
  const gradient = run.gradient[node.id], factor = run.breaks.includes('uphill') ? rate : -rate;
  return isParameter(node) && gradient ? run.values[node.id].map((x, i) => x + factor * gradient[i]) : run.values[node.id];
}

/** What is the same for both: what happens when, gradients by experiment, the update, and the first number that is wrong. */
function finish(run, sent, rates, rate) {
  Object.assign(run, { rate, rates, events: timeline(run, sent) });
  run.gradient = run.nodes.map(node => totalOf(rowsTo(run, node.id)));
  run.slope = sum(run.nodes.filter(isParameter).map(node => norm(run.gradient[node.id] ?? [0]) ** 2)); // the squared length of the gradient
  run.updated = run.after(rate);
  run.depends = [];
  for (const node of run.nodes) run.depends.push(isParameter(node) || node.inputs.some(input => run.depends[input]));
  run.uses = run.nodes.map(node => run.nodes.flatMap(user => user.inputs).filter(input => input === node.id).length || 1);
  run.wrong = wrongFrom(run);
  return run;
}

/** The slope of the loss at one number by experiment: (loss(v + h) − loss(v − h)) / 2h. */
function experimentAt(run, node, cell, h = data.nudge) {
  const value = run.values[node.id][cell], size = Math.abs(value);
  const step = h * (node.relative && size > 0 ? size : Math.max(1, size)), low = value - step, high = value + step;
  const below = run.lossAt(node.id, cell, low), above = run.lossAt(node.id, cell, high);
  return { step, below, above, quotient: (above - below) / (high - low) };
}

/** Everything that happens, in order; `sent` says which node sends which rows, one after the other. */
function timeline(run, sent) {
  const learns = run.nodes.filter(isParameter).map(node => node.id), loss = run.nodes.length - 1;
  const during = phase => run.nodes.filter(node => !isLeaf(node)).map(node => ({ phase, node: node.id }));
  const rowsAt = to => sent.flatMap(({ rows }) => rows).filter(row => row.to === to);
  const kept = run.breaks.includes('leftover')
    ? learns.map(to => ({ to, from: null, leftover: true, values: totalOf(rowsAt(to)) ?? [0] })) : [];
  return [
    ...during('forward'),
    { phase: 'backward', node: loss, seed: true, rows: [...kept, { to: loss, from: null, values: [1] }] },
    ...sent.map(({ node, rows }) => ({ phase: 'backward', node: node.id, rows })),
    ...learns.map(node => ({ phase: 'update', node })),
    ...during('again'),
  ];
}

/** Who sends what in a small world, rightly or by one of the mistakes in the order. */
function backwardPass({ nodes, breaks, values }) {
  const sent = [], arrived = nodes.map(() => []), loss = nodes.at(-1);
  arrived[loss.id].push({ values: [1] });
  const send = node => {
    const o = operands({ nodes }, node, values), [upstream] = totalOf(arrived[node.id]);
    const rows = node.inputs.map((to, slot) => {
      const local = breaks.includes('slopeless') && node.operation === 'Tanh' ? 1 : operations[node.operation].locals(o, slot, 0)[0].local;
      return { to, from: node.id, slot, values: [upstream * local], overwrites: breaks.includes('overwrite') };
    });
    for (const row of rows) arrived[row.to].push(row);
    sent.push({ node, rows });
  };
  const visit = node => {
    if (isLeaf(node) || breaks.includes('early') && sent.some(one => one.node === node)) return;
    send(node);
    for (const input of node.inputs) visit(nodes[input]);
  };
  if (breaks.includes('recursion') || breaks.includes('early')) visit(loss);
  else nodes.filter(node => !isLeaf(node)).reverse().forEach(send);
  return sent;
}

/** What arrived at a node, in order: before a time, or ever. */
const rowsTo = (run, node, time) => run.events.slice(0, time).flatMap(event => event.rows ?? []).filter(row => row.to === node);
const isDue = row => !row.leftover;

/** A ledger's total: rows add up, but one that overwrites starts anew. Null before anything has arrived. */
function totalOf(rows) {
  let total = null;
  for (const row of rows) total = total === null || row.overwrites ? Array.from(row.values) : total.map((x, i) => x + row.values[i]);
  return total;
}

/** How far a gradient and an experiment may lie apart: what rounding does to the losses, beside a part of their size. */
function agrees(gradient, { quotient, below, above, step }) {
  const rounding = 1e-14 * Math.max(1, Math.abs(below), Math.abs(above)) / step;
  return Math.abs(gradient - quotient) <= 1e-6 * Math.max(Math.abs(gradient), Math.abs(quotient)) + rounding;
}

/** When each wrong node went wrong: as its gradient was passed on, for a leaf as the last part arrived, or as it was moved uphill. */
function wrongFrom(run) {
  const wrong = new Map();
  const mark = (node, what) => { if (!wrong.has(node.id)) wrong.set(node.id, what); };
  const judge = (node, time, rows, says) => {
    const total = totalOf(rows);
    const isWrong = (g, cell) => Number.isFinite(g) && !agrees(g, experimentAt(run, node, cell));
    if (total?.some(isWrong)) mark(node, { time, says: says(total), isGradient: true });
  };
  run.events.forEach((event, time) => {
    const node = run.nodes[event.node];
    if (event.rows && !event.seed) judge(node, time, rowsTo(run, node.id, time), total => `passed on ${brief(total)}`);
    for (const to of new Set(event.rows?.map(row => row.to))) {
      const rows = rowsTo(run, to, time + 1), isLast = rows.length === rowsTo(run, to).length;
      if (isLeaf(run.nodes[to]) && isLast) judge(run.nodes[to], time, rows, () => 'has too much or too little');
    }
    const goesUp = event.phase === 'update' && run.breaks.includes('uphill') && run.gradient[node.id]?.some(g => g !== 0);
    if (goesUp) mark(node, { time, says: 'moved uphill' });
  });
  return wrong;
}

// ---------------------------------------------------------------- what is known at a moment

/**
 * Everything that has happened in the first `step` events: values, ledgers, and whose turn it is. Going back is computing this for a
 * smaller step. Where the reader is asked first, what the last event sends is not known yet.
 */
function snapshot(run, step, asked) {
  const values = run.nodes.map(node => isLeaf(node) ? run.values[node.id] : null);
  const rows = run.nodes.map(() => []), updated = run.nodes.map(() => false), event = run.events[step - 1] ?? null;
  for (const past of run.events.slice(0, step)) {
    if (past.phase === 'forward') values[past.node] = run.values[past.node];
    if (past.phase === 'update' || past.phase === 'again') [values[past.node], updated[past.node]] = [run.updated[past.node], true];
    if (!(asked && past === event)) for (const row of past.rows ?? []) rows[row.to].push(row);
  }
  return {
    event, values, updated, rows, totals: rows.map(totalOf), arrived: rows.map(all => all.filter(isDue).length),
    wrong: run.nodes.map(node => run.wrong.get(node.id)?.time < step ? run.wrong.get(node.id) : null),
    firstBad: values.findIndex(value => value?.some(x => !Number.isFinite(x))),
  };
}

/** The values that a node's formula reads now: those before the update, or after it. */
const currentValues = (run, now, node) => now.updated[node.id] ? run.updated : run.values;

const phases = { forward: 'forward', backward: 'backward', update: 'update', again: 'forward again' };
const updateSign = run => run.breaks.includes('uphill') ? '+' : '−';

/** An event in words. */
function sentence(run, event) {
  const node = run.nodes[event.node];
  if (event.phase === 'forward') return forwardSentence(run, node, run.values);
  if (event.phase === 'again') {
    const before = node === run.nodes.at(-1) ? ` (it was ${show(run.values[node.id][0])})` : '';
    return forwardSentence(run, node, run.updated) + before;
  }
  if (event.phase === 'update') {
    return node.shape.length === 0 ? updateFormula(run, node, 0)
      : `${node.name} moves by ${updateSign(run)}${show(run.rate)} × its gradient, all ${run.values[node.id].length} numbers`;
  }
  if (event.seed) {
    const kept = event.rows.filter(row => row.leftover).map(row => run.nodes[row.to].name);
    return `Start: ${node.name} moves exactly as ${node.name} moves, so its gradient is 1.`
      + (kept.length > 0 ? ` ${kept.join(', ')} still hold the last step’s gradients.` : '');
  }
  return `${node.name} sends ${event.rows.map(row => sentSentence(run, row)).join('; ')}`;
}

const forwardSentence = (run, node, values) => isSmall(run, node)
  ? `${node.name} = ${formula(forwardTerms(run, node, values, 0))} = ${show(values[node.id][0])}`
  : `${node.name}, ${shapeText(node.shape)}: ${node.code}`;

function sentSentence(run, row) {
  const uses = run.uses[row.to], count = rowsTo(run, row.to).filter(isDue).indexOf(row) + 1;
  const arrival = count > uses ? ` (arrival ${count}; only ${uses} were due)` : uses > 1 ? ` (${count} of ${uses} arrived)` : '';
  return `to ${run.nodes[row.to].name} ${contributionText(run, row)}${arrival}`;
}

function updateFormula(run, node, cell) {
  const move = `${updateSign(run)} ${show(run.rate)} × ${bracketed(show(run.gradient[node.id]?.[cell] ?? 0))}`;
  return `${cellName(node, cell)} = ${show(run.values[node.id][cell])} ${move} = ${show(run.updated[node.id][cell])}`;
}

/** What a row of a ledger is added up from, for one of its numbers: upstream × local, once for each cell that the number went into. */
function contributionTerms(run, row, cell) {
  const node = run.nodes[row.from], isSlopeless = run.breaks.includes('slopeless') && node.operation === 'Tanh';
  const upstream = totalOf(rowsTo(run, row.from, run.events.findIndex(event => event.rows?.includes(row))));
  const all = operations[node.operation].locals(operands(run, node, run.values), row.slot, cell);
  const counting = all.filter(term => upstream[term.from] * term.local !== 0); // of many terms, those that are not 0
  return (counting.length > 0 ? counting : all).map(term => {
    const local = isSlopeless ? '1' : term.text ? `(${term.text})` : bracketed(show(term.local));
    return `${bracketed(show(upstream[term.from]))} × ${local}`;
  });
}

/** A contribution in a few words: in full for a single number, by its size for a table. */
const contributionText = (run, row) => row.values.length > 1
  ? brief(row.values) : `${contributionTerms(run, row, 0).join(' + ')} = ${show(row.values[0], true)}`;

// ---------------------------------------------------------------- panels: each a function of the view

function render() {
  const run = currentRun();
  state.step = clampedStep(run);
  const now = snapshot(run, state.step, state.asked);
  const node = run.nodes.find(one => one.name === state.node) ?? run.nodes[now.event?.node ?? 0];
  const cell = Math.min(state.cell, run.values[node.id].length - 1);
  const view = { run, now, node, cell };
  const focused = document.activeElement?.id;

  renderFrame(view);
  byId('story').replaceChildren(graph(view), stages(view));
  byId('operation').replaceChildren(...operationPanel(view));
  byId('cell').replaceChildren(...cellPanel(view));
  renderNudges(view);
  byId('code').replaceChildren(...codePanel(view));
  byId('checks').replaceChildren(checkTable(view));
  renderUpdate(view);
  renderPlay(view);
  byId('trace').replaceChildren(...run.events.map((event, i) => traceLine(run, event, i)));
  follow(byId('trace'), byId('trace').querySelector('[aria-current]'));
  follow(byId('story'), byId('story').querySelector('.node.active'));
  if (focused && document.activeElement?.id !== focused) byId(focused)?.focus({ preventScroll: true });
}

/** Scrolls a box, and nothing around it, to where something in it is seen. */
function follow(box, seen) {
  if (!seen) return;
  const [outer, inner] = [box.getBoundingClientRect(), seen.getBoundingClientRect()];
  const isOutside = inner.top < outer.top || inner.bottom > outer.bottom;
  if (isOutside) box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}

function traceLine(run, event, i) {
  const isLater = i >= state.step, isNow = i === state.step - 1;
  const words = isLater ? `${run.nodes[event.node].name} …` : isNow && state.asked ? 'What is sent?' : sentence(run, event);
  return element('li', { class: isLater ? 'later' : '', 'data-phase': phases[event.phase], 'aria-current': isNow ? 'step' : null },
    element('button', { id: `trace-${i + 1}`, type: 'button', onclick: () => go({ step: i + 1 }) }, words));
}

function renderFrame({ run, now }) {
  const { event } = now, chosen = data.cases[state.case], count = run.events.length;
  byId('worlds').replaceChildren(...Object.entries(worlds).map(([name, world], i) => element('button', {
    id: `world-${name}`, type: 'button', 'aria-pressed': String(name === state.world), onclick: () => go({ ...fresh, world: name }),
  }, `${i + 1}  ${world.title}`)));
  byId('guide').textContent = worlds[state.world].guide;
  byId('choices').hidden = state.world !== 'network';
  byId('case').replaceChildren(...data.cases.map((one, i) =>
    element('option', { value: i, selected: i === state.case }, `${one.weights}, ${one.name}`)));
  byId('again').textContent = `learns from ${chosen.contexts.map((context, i) => `“${context}” → “${chosen.targets[i]}”`).join(', ')}`;
  byId('scrubber').max = count;
  byId('scrubber').value = state.step;
  byId('scrubber').setAttribute('aria-valuetext', `step ${state.step} of ${count}`);
  const words = !event ? 'Nothing is computed yet: only the given numbers are there.'
    : state.asked ? `What does ${run.nodes[event.node].name} send?` : sentence(run, event);
  const phase = event ? phases[event.phase] : 'at the beginning';
  byId('now').replaceChildren(element('b', {}, `${state.step} of ${count} · ${phase}`), ' ', words);
  byId('predict').checked = state.predict;
  const answer = state.answer ? [paragraph(state.answer, { role: 'status' })] : [];
  byId('question').replaceChildren(...state.asked ? question(run, event) : answer);
  byId('warning').textContent = now.firstBad < 0 ? '' : nonFinite(run, now, run.nodes[now.firstBad]);
}

/** Where NaN or infinity began, and why. */
function nonFinite(run, now, node) {
  const bad = now.values[node.id].find(x => !Number.isFinite(x));
  const inputs = node.inputs.map(id => show(now.values[id].find(x => x === 0 || Math.abs(x) > 1e150) ?? now.values[id][0]));
  const limit = '1.8e308, the largest number that 64 bits hold.';
  const why = node.operation === 'Log' ? 'the logarithm of 0 is −∞. '
      + 'The model found the letter that came next impossible; its probability was rounded to 0.'
    : isLeaf(node) ? now.updated[node.id] ? 'the update took it there. The learning rate is too large.' : 'it was given so.'
    : signs[node.operation] ? `${inputs.join(` ${signs[node.operation]} `)} is beyond ${limit}` : `a sum on the way passed ${limit}`;
  return `${node.name} is ${show(bad)}, and all that follows from it is lost: ${why}`;
}

/** Columns by depth; a leaf stands just before its first use. A node goes as high as its first input, or below what is there already. */
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

/** Where the boxes stand. Where columns do not fit side by side, they go down. */
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

/** The arrow from an input to its user, or back once a contribution was sent, and the contribution as its label. */
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
  // A number fits on its arrow. The size of a table goes above the box that receives it; going down there is no room, and the box has it.
  const isTable = sent?.values.length > 1;
  if (!sent || isDown && isTable) return { path };
  const [x, y] = isTable ? [(x1 + x2) / 2, top(input) - 4] : [(x1 + 2 * x2) / 3, (y1 + 2 * y2) / 3 - (isDown ? 0 : 3)];
  const anchor = isDown && user.inputs.length > 1 ? ['end', 'start'][slot] : 'middle';
  const kind = `edge-label ${tone(sent.values)} ${isActive}`;
  return { path, label: picture('text', { class: kind, x, y, 'text-anchor': anchor }, brief(sent.values)) };
}

/** What a node last sent to one of its inputs. */
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

/** A node's name and what it is made of, as far as there is room. */
function title(run, node, longest) {
  const [x, y] = node.inputs.map(id => run.nodes[id].name);
  const made = {
    Add: `${x}+${y}`, Multiply: `${x}·${y}`, MatMul: `${x}·${y}`, Tanh: `tanh(${x})`, Negate: `−${x}`, Embedding: `${x}[…]`,
    Reshape: 'reshape', Softmax: 'softmax', Pick: 'pick', Log: 'ln',
  }[node.operation];
  const whole = `${node.name} = ${made}`;
  return made && whole.length <= longest ? whole : node.name;
}

/** The story in a line: which part of it this step belongs to. */
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

/** A node's value and gradient, as numbers where they are few, as heatmaps that open to numbers where they are many. */
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

/** A reader opened or closed a summary; what the page does itself changes nothing. */
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

/** How many rows and columns a table has (those of more than two axes are laid below each other), and the letters that they stand for. */
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
  const sharpness = 2; // dots of the canvas for one of the page
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

/** The style sheet's colours, for a canvas, which knows no style: { ink: '#1d2330', ... }. Read once a picture, as it takes long. */
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

/** A cell: empty where nothing is known, otherwise its colour, and its sign or, where there is room, its number. */
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

/** What each row stands for; rows that are looked up are framed, with how many times. */
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

/** One number: how it came about, who sent what to it, and what an experiment says. */
function cellPanel(view) {
  const { run, now, node } = view;
  const panel = [
    node.shape.length > 0 ? cellChoice(view) : null,
    heading('Forward'),
    element('p', { class: 'formula', id: 'forward-formula' }, now.values[node.id] ? forwardFormula(view) : 'not computed yet'),
  ];
  if (run.depends[node.id] || node.operation === 'Constant') {
    const isFinal = now.arrived[node.id] >= run.uses[node.id];
    panel.push(heading(`Gradient: its ledger${now.event?.phase === 'again' ? ', from before the update' : ''}`), ledger(view, isFinal));
    if (state.predict && !isFinal) panel.push(paragraph('What an experiment says is shown when all have arrived.'));
    else panel.push(...experimentPanel(view));
  }
  return panel.filter(Boolean);
}

/** A field for each axis of a table. */
function cellChoice({ node, cell }) {
  const indices = indicesOf(node.shape, cell), names = ['block', 'row', 'column'].slice(-node.shape.length);
  const choose = (axis, given) => {
    indices[axis] = Math.min(node.shape[axis] - 1, Math.max(0, Math.round(given) || 0));
    edited({ node: node.name, cell: indices.reduce((offset, index, k) => offset * node.shape[k] + index, 0) });
  };
  return element('p', { class: 'where' }, `${node.name}: click a cell, or type`, node.shape.map((size, axis) =>
    element('label', {}, names[axis], ' ', element('input', {
      id: `axis-${axis}`, type: 'number', min: 0, max: size - 1, value: indices[axis],
      onchange: event => choose(axis, event.target.valueAsNumber),
    }))));
}

function forwardFormula({ run, now, node, cell }) {
  const name = cellName(node, cell), result = show(now.values[node.id][cell]);
  if (isLeaf(node)) return [now.updated[node.id] ? updateFormula(run, node, cell) : `${name} = ${result}, given`];
  const made = forwardTerms(run, node, currentValues(run, now, node), cell);
  return [`${name} = `, ...folded(made.terms, terms => formula({ ...made, terms })), ` = ${result}`];
}

/** What arrived at one number, row by row, and its total. */
function ledger(view, isFinal) {
  const { run, now, node, cell } = view, rows = now.rows[node.id], total = now.totals[node.id];
  const number = (values, attributes) => element('td', { ...attributes, class: tone([values[cell]]) }, show(values[cell], true));
  const caption = rows.length === 0 ? 'Nothing has arrived yet.' : node === run.nodes.at(-1) ? 'Here it starts.'
    : `${now.arrived[node.id]} of ${run.uses[node.id]} arrived${isFinal ? '' : ': not final yet'}`;
  const sender = row => row.leftover ? 'the last step' : row.from === null ? 'itself' : run.nodes[row.from].name;
  const isGone = (row, i) => row.overwrites && i < rows.length - 1;
  const how = run.breaks.includes('overwrite') ? 'the last one' : rows.length > 1 ? 'all added up' : '';
  return element('table', { class: 'ledger' },
    element('caption', {}, caption),
    columnHeadings(['from', 'upstream × local', 'contribution']),
    element('tbody', {}, rows.map((row, i) => element('tr', { class: isGone(row, i) ? 'gone' : '' },
      rowHeading(sender(row)), element('td', {}, ledgerTerms(view, row)), number(row.values)))),
    total && element('tfoot', {}, element('tr', {},
      rowHeading(isFinal ? 'gradient' : 'so far'), element('td', {}, how), number(total, { id: 'total' }))));
}

function ledgerTerms({ run, cell }, row) {
  if (row.leftover) return 'left there';
  if (row.from === null) return 'the loss moves with itself';
  const terms = contributionTerms(run, row, cell);
  return terms.length === 0 ? 'it was not looked up: 0' : folded(terms, some => some.join(' + '));
}

/** The first few of many terms, the others behind a summary. */
function folded(terms, write) {
  const few = 6;
  if (terms.length <= few + 1) return [write(terms)];
  const summary = element('summary', {}, ` … + ${terms.length - few} more`);
  return [write(terms.slice(0, few)), element('details', { class: 'more' }, summary, terms.slice(few).join(' + '))];
}

function experimentPanel({ run, now, node, cell }) {
  const total = now.totals[node.id], isChosen = state.h && state.world !== 'network';
  const experiment = experimentAt(run, node, cell, isChosen ? 10 ** -state.h : undefined);
  const lines = [
    ['loss at v − nudge', precise(experiment.below), 'below'], ['loss at v + nudge', precise(experiment.above), 'above'],
    ['their difference / (2 × nudge)', show(experiment.quotient, true), 'quotient'], ['gradient', show(total?.[cell], true), 'analytic'],
    ['relative error', total ? show(relativeError(total[cell], experiment.quotient)) : '', 'error'],
  ];
  const nudge = experiment.step.toExponential(1);
  return [
    heading('Experiment'),
    paragraph(`Nudge v = ${cellName(node, cell)} alone, by ${nudge}, and run all that follows from it again:`),
    element('table', { class: 'experiment' }, element('tbody', {}, lines.map(([what, text, id]) =>
      element('tr', {}, rowHeading(what), element('td', { id: `experiment-${id}` }, text))))),
  ];
}

const precise = x => Number.isFinite(x) ? String(Number(x.toPrecision(14))).replace('-', '−') : show(x);

/** A slider of h, from where the curve's bend shows to where rounding does; only where the page can run the loss itself. */
function renderNudges({ run, node, cell, now }) {
  const total = now.totals[node.id];
  byId('nudging').hidden = state.world === 'network';
  if (state.world === 'network') return;
  byId('h').value = state.h ?? 5;
  byId('h-value').textContent = state.h ? `1e−${state.h}` : show(data.nudge);
  if (!total) return byId('nudge-chart').replaceChildren();
  const points = range(15, i => {
    const error = relativeError(total[0], experimentAt(run, node, cell, 10 ** -(i + 1)).quotient);
    return { x: i + 1, y: Math.log10(Math.max(1e-17, error)) };
  });
  byId('nudge-chart').replaceChildren(chart({
    label: 'Relative error by size of the nudge: large for large ones, because a curve bends; '
      + 'large again for tiny ones, because the losses are rounded',
    x: [1, 15], y: [-17, 1], lines: [{ points, kind: 'actual' }], mark: state.h,
    ticks: { x: [[1, 'nudge 0.1'], [8, '1e−8'], [15, '1e−15']], y: [[0, 'error 1'], [-8, '1e−8'], [-16, '1e−16']] },
  }), paragraph('Where the loss bends, too large a nudge misses; too small a one loses everything to rounding.', { class: 'small' }));
}

/** The program that runs, a line for each operation: forward, and backward from the last line up. */
function codePanel(view) {
  const { run, now, node } = view, phase = now.event?.phase ?? 'forward', has = name => run.breaks.includes(name);
  const source = state.world === 'network' && data.sources[node.operation];
  const line = (text, kind) => paragraph(text, { class: `code-line ${kind || ''}` });
  const update = `parameter.Value ${has('uphill') ? '+' : '-'}= ${show(run.rate)} * parameter.Gradient; // for every one`;
  return [
    heading('Forward'),
    element('ol', { class: 'lines' }, run.nodes.filter(one => one.code).map(one => forwardLine(view, one))),
    heading(has('recursion') || has('early') ? 'Backward, in a wrong order' : 'Backward, last line first'),
    paragraph('A value is used only in lines below its own. '
      + 'So, going up from the last line, all its contributions have arrived before it passes its gradient on.', { class: 'small' }),
    line('x.Gradient = 0; // for every x: += needs a clean start', has('leftover') && 'gone'),
    line(`${run.nodes.at(-1).name}.Gradient = 1;`, now.event?.seed && 'active'),
    element('ol', { class: 'lines' }, run.nodes.filter(one => one.code).reverse().flatMap(one => backwardLines(view, one))),
    heading('Update'),
    line(update, phase === 'update' && 'active'),
    source ? sourcePanel(source, phase) : null,
  ].filter(Boolean);
}

function codeLine(view, id, owner, isNow, code, words) {
  return element('li', {}, element('button', {
    id, type: 'button', class: `${isNow ? 'active' : ''} ${owner === view.node ? 'chosen' : ''}`, 'aria-current': isNow ? 'step' : null,
    onclick: () => go({ node: owner.name, cell: 0 }),
  }, element('code', {}, code), words && element('span', { class: 'with' }, `// ${words}`)));
}

function forwardLine(view, one) {
  const { run, now, node, cell } = view, value = now.values[one.id], phase = now.event?.phase;
  const words = !value ? null
    : isSmall(run, one) ? `${show(value[0])} = ${formula(forwardTerms(run, one, currentValues(run, now, one), 0))}`
    : one === node ? `${cellName(one, cell)} = ${show(value[cell])}` : shapeText(one.shape);
  const isNow = (phase === 'forward' || phase === 'again') && now.event.node === one.id;
  return codeLine(view, `line-${one.name}`, one, isNow, one.code, words);
}

function backwardLines(view, one) {
  const { run, now } = view, isNow = now.event?.phase === 'backward' && now.event.node === one.id && !now.event.seed;
  return one.inputs.map((input, slot) => {
    if (!run.depends[input] && state.world === 'network') return null;
    const names = [run.nodes[input].name, run.nodes[one.inputs[1 - slot]]?.name], row = rowFrom(now, one, input, slot);
    const isSlopeless = run.breaks.includes('slopeless') && one.operation === 'Tanh';
    const code = isSlopeless ? `${names[0]}.Gradient @ ${one.name}.Gradient;` : operations[one.operation].backward(one.name, names, slot);
    const sign = run.breaks.includes('overwrite') ? '=' : '+=';
    return codeLine(view, `line-${one.name}-${slot}`, one, isNow, code.replace('@', sign), row ? contributionText(run, row) : null);
  });
}

function sourcePanel(source, phase) {
  const lines = part => source[part].map(line => `${String(line.number).padStart(3)}  ${line.text}\n`);
  return element('details', { open: state.source, ontoggle: event => toggled(event, state.source, { source: true }, { source: false }) },
    element('summary', { id: 'source' }, `The engine’s own lines: ${source.file}`),
    ['forward', 'backward'].map(part =>
      element('pre', { class: (part === 'backward') === (phase === 'backward') ? 'active' : '' }, lines(part))));
}

function checkTable(view) {
  const { run } = view, isNetwork = state.world === 'network', checked = run.nodes.filter(node => run.depends[node.id]);
  const count = sum(checked.map(node => run.values[node.id].length)).toLocaleString('en');
  const says = isNetwork
    ? `Of each table the number that fits worst, its error in parts of the table’s largest gradient; ${count} are checked.`
    : 'A number goes red where its gradient is passed on, or used, and an experiment says otherwise.';
  return element('div', {}, paragraph(says, { class: 'small' }), element('table', { class: 'checks' },
    columnHeadings(['number', 'gradient', 'experiment', 'error']),
    element('tbody', {}, (isNetwork ? checked : run.nodes).map(node => checkRow(view, node)))));
}

function checkRow({ run, now }, node) {
  const total = now.totals[node.id], wrong = now.wrong[node.id], { cell, experiment } = worst(run, node), gradient = total?.[cell];
  const isFinal = total && now.arrived[node.id] >= run.uses[node.id];
  const verdict = wrong?.isGradient ? '✗' : isFinal && agrees(gradient, experiment) ? '✓' : total ? '…' : '';
  const spoken = { '✗': 'wrong', '✓': 'agrees', '…': 'not final' }[verdict] ?? 'nothing yet';
  // Of a table, beside its largest gradient: where one is tiny, its quotient is rounding and little else.
  const error = () => node.shape.length === 0 ? relativeError(gradient, experiment.quotient)
    : Math.abs(gradient - experiment.quotient) / largest(total);
  return element('tr', { class: wrong ? 'wrong' : '', 'data-node': node.name },
    rowHeading(
      element('span', { role: 'img', class: 'verdict', 'aria-label': spoken }, verdict), ` ${cellName(node, cell)}`,
      wrong ? element('small', {}, wrong.says) : null),
    element('td', { class: total ? tone([gradient]) : '' }, show(gradient, true)),
    element('td', { class: 'difference' }, state.predict && !isFinal ? '' : show(experiment.quotient, true)),
    element('td', {}, total ? error().toExponential(0) : ''));
}

/** The number of a table where gradient and experiment are farthest apart; kept, because it takes an experiment for every number. */
function worst(run, node) {
  run.worst ??= [];
  return run.worst[node.id] ??= run.values[node.id].reduce((found, _, cell) => {
    const experiment = experimentAt(run, node, cell), apart = Math.abs((run.gradient[node.id]?.[cell] ?? 0) - experiment.quotient);
    return !(apart <= found?.apart) ? { cell, experiment, apart } : found;
  }, null);
}

/** Predicted and actual change of the loss, by learning rate. */
function renderUpdate({ run }) {
  run.changes ??= run.rates.map(rate => run.after(rate).at(-1)[0] - run.values.at(-1)[0]);
  const index = run.rates.indexOf(run.rate), actual = run.changes[index], predicted = -run.rate * run.slope;
  byId('rate').max = run.rates.length - 1;
  byId('rate').value = index;
  byId('rate').setAttribute('aria-valuetext', show(run.rate));
  byId('rate-value').textContent = show(run.rate);
  const line = (what, id, x) => element('tr', {}, rowHeading(what), element('td', { id, class: tone([x]) }, show(x, true)));
  const how = 'Each parameter moves by rate × gradient, against its slope. A move times its slope is −rate × gradient²; '
    + 'added up over all parameters, that is the predicted change of the loss. It holds as long as the slope stays the same.';
  byId('update').replaceChildren(
    paragraph(how, { class: 'small' }),
    element('table', {}, element('tbody', {},
      line('predicted: −rate × sum of gradient²', 'predicted', predicted), line('actual change of the loss', 'actual', actual))),
    paragraph(updateVerdict(run, actual, predicted)),
    updateChart(run, index, actual / predicted));
}

function updateVerdict(run, actual, predicted) {
  if (run.breaks.includes('uphill')) return 'Up the slope, not down.';
  if (run.wrong.size > 0) return 'A gradient is wrong, so the prediction is wrong at every rate.';
  if (run.slope === 0) return 'The gradient is 0: nothing moves.';
  if (!(actual <= 0)) return 'Too far: the slope turned on the way, and the loss grew.';
  return Math.abs(actual - predicted) < .1 * Math.abs(predicted)
    ? 'Small enough: the slope stayed almost the same, and the prediction holds.' : 'So far that the slope changed on the way.';
}

/** Actual / predicted change, rate by rate; what lies outside the chart is held at its edge. */
function updateChart(run, index, now) {
  const ratio = i => run.slope === 0 ? 1 : run.changes[i] / (-run.rates[i] * run.slope);
  const held = x => Number.isNaN(x) ? -9 : Math.max(-9, Math.min(9, x));
  return chart({
    label: `Actual beside predicted change by learning rate: 1 is as predicted, below 0 the loss grew. At ${show(run.rate)}: ${show(now)}`,
    x: [0, run.rates.length - 1], y: [-1, 2], zero: true, mark: index,
    lines: [
      { points: run.rates.map((_, i) => ({ x: i, y: 1 })), kind: 'predicted', name: 'predicted' },
      { points: run.rates.map((_, i) => ({ x: i, y: held(ratio(i)) })), kind: 'actual', name: 'actual, in parts of predicted' },
    ],
    ticks: {
      x: [0, 8, 16].map(i => [i, show(run.rates[i])]), y: [[2, 'twice'], [1, 'predicted'], [0, 'no change'], [-1, 'grew as much']],
    },
  });
}

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
    picture('svg', { role: 'none', ...inside }, lines.map(line => // nothing is drawn outside
      picture('polyline', { class: line.kind, points: line.points.map(point => `${px(point.x)},${py(point.y)}`).join(' ') }))),
    ...lines.filter(line => line.name).map(legend));
}

function renderPlay({ run }) {
  const { leaves } = worlds[state.world];
  byId('play').hidden = !leaves;
  byId('inputs').replaceChildren(...Object.entries(leaves ?? {}).map(([name, given]) => inputField(name, given)));
  const switches = Object.entries(mistakes).map(([name, mistake]) => mistakeSwitch(run, name, mistake));
  byId('mistakes').replaceChildren(element('legend', {}, 'Break it'), ...switches);
}

function inputField(name, given) {
  const change = x => edited(Number.isFinite(x) ? { inputs: { ...state.inputs, [name]: x } } : {});
  return element('label', {}, `${name} = `, element('input', {
    id: `input-${name}`, type: 'number', step: 'any', value: state.inputs[name] ?? given,
    onchange: event => change(event.target.valueAsNumber),
  }));
}

/** A switch that makes a mistake. Two of those in the order of things would be one, so the new one takes the other's place. */
function mistakeSwitch(run, name, mistake) {
  const isPossible = !mistake.needs || run.nodes.some(node => node.operation === mistake.needs);
  const others = state.breaks.filter(other => other !== name), agreeing = others.filter(other => !(mistake.order && mistakes[other].order));
  return element('label', { class: isPossible ? '' : 'impossible' }, element('input', {
    id: `break-${name}`, type: 'checkbox', checked: state.breaks.includes(name), disabled: !isPossible,
    onchange: event => go({ breaks: event.target.checked ? [...agreeing, name] : others }),
  }), ` ${mistake.label}`, element('small', {}, isPossible ? mistake.says : 'There is no tanh here; see the neuron.'));
}

/** Predict, then reveal: one number of what is about to be sent. */
function question(run, event) {
  const row = event.rows.find(isDue), cell = Math.max(0, row.values.findIndex(x => x !== 0)), truth = row.values[cell];
  const to = cellName(run.nodes[row.to], cell), sender = run.nodes[event.node].name;
  const reveal = verdict => {
    const answer = `${event.seed ? 'It starts with' : `${sender} sends`} ${show(truth, true)} to ${to}.`;
    go({ asked: false, answer: verdict + answer });
  };
  const judge = (fits, guess) => reveal(fits ? `Yes: ${guess}. ` : `Not ${guess}. `);
  const input = element('input', { id: 'guess', type: 'number', step: 'any', 'aria-label': 'your number' });
  const check = event => {
    event.preventDefault();
    const guess = input.valueAsNumber;
    if (Number.isFinite(guess)) judge(Math.abs(guess - truth) <= .02 * Math.abs(truth), show(guess));
  };
  const choices = [['positive', '+', truth > 0], ['negative', '−', truth < 0], ['zero', '0', truth === 0]];
  return [
    paragraph(event.seed ? `Backward begins. How much does ${sender} move, when ${sender} moves by 1?`
      : `What does ${sender} send to ${to}? Its number, or just its sign.`),
    element('form', { onsubmit: check }, input, element('button', { id: 'guess-number' }, 'Check')),
    element('p', { class: 'buttons' },
      choices.map(([name, sign, fits]) =>
        element('button', { id: `guess-${name}`, type: 'button', 'aria-label': name, onclick: () => judge(fits, name) }, sign)),
      element('button', { id: 'guess-show', type: 'button', onclick: () => reveal('') }, 'Show me')),
  ];
}

// ---------------------------------------------------------------- the state, the address, the keys

const fresh = {
  world: 'expression', case: 0, step: 0, node: '', cell: 0, inputs: {}, breaks: [], rate: null, h: null, open: '', source: false,
  predict: false, asked: false, answer: '',
};
const state = { ...fresh };
let runCache = { key: '' };

function currentRun() {
  const world = worlds[state.world], one = data.cases[state.case], rate = one.rates[state.rate ?? world.rate];
  const key = JSON.stringify([state.world, state.case, state.inputs, state.breaks, rate]);
  const made = () => world.leaves ? smallWorld(world, state.inputs, state.breaks, rate) : networkWorld(one, rate);
  if (runCache.key !== key) runCache = { key, run: made() };
  return runCache.run;
}

const clampedStep = run => Math.min(Math.max(0, state.step), run.events.length);

/** Changes the state and shows it. A step shows what happens in it, unless a node was chosen at the same time. */
function go(change) {
  const hasMoved = 'step' in change && change.step !== state.step;
  Object.assign(state, change);
  const run = currentRun();
  state.step = clampedStep(run);
  const canAsk = state.predict && run.events[state.step - 1]?.phase === 'backward';
  if (hasMoved && !('node' in change)) Object.assign(state, { node: '', cell: 0 });
  if (hasMoved && !('asked' in change)) Object.assign(state, { asked: canAsk, answer: '' });
  state.asked &&= canAsk;
  history.replaceState(null, '', address());
  render();
}

/** Changes the state after a field was left: only once the focus is where the reader moved it. */
function edited(change) { setTimeout(() => go(change)); }

function address() {
  const parts = {
    world: state.world, case: state.case || '', step: state.step, node: state.node, cell: state.cell || '',
    in: Object.entries(state.inputs).map(pair => pair.join(':')).join(','), break: state.breaks.join(','),
    rate: state.rate ?? '', h: state.h ?? '', predict: state.predict ? 1 : '',
  };
  const known = Object.entries(parts).filter(([, value]) => value !== '');
  return '#' + known.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

/** Reads the address; what makes no sense in it is left at its beginning. */
function readAddress() {
  const parts = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const whole = (text, below) => /^\d+$/.test(text ?? '') && Number(text) < below ? Number(text) : null;
  const list = text => (text ?? '').split(',');
  const world = Object.hasOwn(worlds, parts.world) ? parts.world : fresh.world, leaves = worlds[world].leaves ?? {};
  const isInput = ([name, value]) => Object.hasOwn(leaves, name) && value !== '' && Number.isFinite(Number(value));
  const inputs = list(parts.in).map(pair => pair.split(':')).filter(isInput).map(([name, value]) => [name, Number(value)]);
  Object.assign(state, fresh, {
    world, case: whole(parts.case, data.cases.length) ?? 0, step: whole(parts.step, 1e6) ?? 0, node: parts.node ?? '',
    cell: whole(parts.cell, 1e9) ?? 0, inputs: Object.fromEntries(inputs),
    breaks: list(parts.break).filter(name => Object.hasOwn(mistakes, name)),
    rate: whole(parts.rate, data.cases[0].rates.length), h: whole(parts.h, 16) || null, predict: parts.predict === '1',
  });
  render();
}

/** The first step of the next phase, or the end. */
function nextPhase() {
  const { events } = currentRun(), phase = events[state.step]?.phase;
  const next = events.findIndex((event, i) => i >= state.step && event.phase !== phase);
  return next < 0 ? events.length : next;
}

const moves = {
  first: () => 0, back: () => state.step - 1, forward: () => state.step + 1, last: () => currentRun().events.length, phase: nextPhase,
};
for (const [id, move] of Object.entries(moves)) byId(id).addEventListener('click', () => go({ step: move() }));
byId('scrubber').addEventListener('input', event => go({ step: event.target.valueAsNumber }));
byId('reset').addEventListener('click', () => go({ ...fresh, world: state.world, case: state.case }));
byId('case').addEventListener('change', event => go({ case: Number(event.target.value) }));
byId('rate').addEventListener('input', event => go({ rate: event.target.valueAsNumber }));
byId('h').addEventListener('input', event => go({ h: event.target.valueAsNumber }));
byId('predict').addEventListener('change', event => go({ predict: event.target.checked, answer: '' }));

const keys = { ArrowLeft: 'back', ArrowRight: 'forward', ' ': 'phase', Home: 'first', End: 'last' };

/** Fields and boxes that scroll keep all these keys, but for the scrubber and checkboxes; what can be pressed keeps the space. */
function keepsKey(target, key) {
  const isField = target?.matches('input, select, textarea, .scroll') && !target.matches('#scrubber, [type=checkbox]');
  return isField || key === ' ' && target?.matches('button, summary, [type=checkbox]');
}
addEventListener('keydown', event => {
  if (!Object.hasOwn(keys, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (keepsKey(event.target.closest('input, select, textarea, button, summary, .scroll'), event.key)) return;
  event.preventDefault();
  go({ step: moves[keys[event.key]]() });
});
addEventListener('hashchange', readAddress);
addEventListener('resize', render);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', render);

/** For a console: explorer.run() is all that happens, explorer.now() what is known at this step. */
globalThis.explorer = { state, go, run: currentRun, now: () => snapshot(currentRun(), state.step) };
readAddress();
