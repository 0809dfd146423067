'use strict';
// The backprop explorer. One object, `state`, says what is looked at; everything on the page is computed anew from it. In this order:
// numbers and elements; the operations with their derivatives; a run (all that happens in one step of learning) of a small world or of the
// engine's network; what is known at a moment of a run; the panels; the state, the address and the keys.

// ---------------------------------------------------------------- numbers and elements

const data = JSON.parse(document.getElementById('data').textContent);
const byId = id => document.getElementById(id);

/** The numbers of an array of the page's data, decoded when first asked for. */
const decoded = new Map();
function numbers(place) {
  if (place == null) return null;
  if (!decoded.has(place)) decoded.set(place, new Float64Array(Uint8Array.from(atob(data.arrays[place]), c => c.charCodeAt(0)).buffer));
  return decoded.get(place);
}

/** Five significant digits, with a real minus sign; `signed` shows the plus too. */
function show(x, signed = false) {
  if (x == null) return '';
  if (Number.isNaN(x)) return 'NaN';
  const size = Math.abs(x);
  const text = size === Infinity ? '∞' : size !== 0 && (size >= 1e6 || size < 1e-4) ? size.toExponential(3) : String(Number(size.toPrecision(5)));
  return (x < 0 ? '−' : signed && x > 0 ? '+' : '') + text;
}

const norm = values => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
const brief = values => values.length === 1 ? show(values[0], true) : `|g| ${show(norm(values))}`;
const shapeText = shape => shape.length === 0 ? 'a number' : shape.join(' × ');

/** The row and column (and so on) of a cell: [1, 3]. */
function place(shape, cell) {
  const indices = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    indices.unshift(cell % shape[axis]);
    cell = Math.floor(cell / shape[axis]);
  }
  return indices;
}
const cellName = (node, cell) => node.shape.length === 0 ? node.name : `${node.name}[${place(node.shape, cell).join(', ')}]`;

/** An HTML element. Text is set as text, so that nothing in a name can become markup. */
function element(tag, attributes = {}, ...children) { return build(document.createElement(tag), attributes, children); }
function picture(tag, attributes = {}, ...children) { return build(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children); }
function build(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter(child => child != null));
  return made;
}

// ---------------------------------------------------------------- operations
//
// forward(o, i)        how cell i of the output comes about: its terms, with numbers put in, and their result
// locals(o, slot, i)   the cells of the output that cell i of an input went into: for each, d output / d input
// backward(y, x, slot) the line of C# that sends the contribution
// `o` holds the inputs' names o.names[slot], values o.in[slot], their shapes o.shapes[slot], the output o.out with its shape o.shape, and the chosen o.indices.

const same = (o, slot, i) => o.in[slot].length === o.out.length ? [i] : // a stretched input went into every cell that lies a whole number of its lengths on
  Array.from({ length: o.out.length / o.in[slot].length }, (_, k) => i + k * o.in[slot].length);
const at = (o, slot, i) => o.in[slot][i % o.in[slot].length];
const sized = (o, slot, local, text) => (i => same(o, slot, i).map(from => ({ from, local: local(from), text: text?.(from) })));

const operations = {
  Add: {
    forward: (o, i) => ({ terms: [show(at(o, 0, i)), show(at(o, 1, i))], sign: ' + ', result: at(o, 0, i) + at(o, 1, i) }),
    locals: (o, slot, i) => sized(o, slot, () => 1)(i),
    backward: (y, x) => `${x[0]}.Gradient @ ${y}.Gradient;`,
    why: 'Nudge either side, and the sum moves just as much. So a sum passes on what arrives, unchanged, to both sides.',
  },
  Multiply: {
    forward: (o, i) => ({ terms: [show(at(o, 0, i)), show(at(o, 1, i))], sign: ' × ', result: at(o, 0, i) * at(o, 1, i) }),
    locals: (o, slot, i) => sized(o, slot, from => at(o, 1 - slot, from))(i),
    backward: (y, x) => `${x[0]}.Gradient @ ${y}.Gradient * ${x[1]};`,
    why: 'Nudge one side, and the product moves by the nudge times the other side. So each side receives what arrives, times the other side.',
  },
  Tanh: {
    forward: (o, i) => ({ terms: [show(at(o, 0, i))], call: 'tanh', result: Math.tanh(at(o, 0, i)) }),
    locals: (o, slot, i) => [{ from: i, local: 1 - o.out[i] ** 2, text: `1 − (${show(o.out[i])})²` }],
    backward: (y, x) => `${x[0]}.Gradient @ ${y}.Gradient * (1 - ${y} * ${y});`,
    why: 'The slope of tanh is 1 − output²: 1 in the middle, almost 0 where the output is near −1 or 1. There hardly anything gets through.',
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
      const columns = o.shapes[0][1], row = o.indices[Math.floor(i / columns)];
      return { terms: [`${o.names[0]}[${row}, ${i % columns}]`], result: o.in[0][row * columns + i % columns] };
    },
    locals: (o, slot, i) => {
      const columns = o.shapes[0][1], row = Math.floor(i / columns);
      return o.indices.flatMap((chosen, k) => chosen === row ? [{ from: k * columns + i % columns, local: 1 }] : []);
    },
    backward: (y, x) => `${x[0]}.Gradient[row] @ ${y}.Gradient[every place that looked the row up];`,
    why: 'Looking up copies a row. A row that was looked up three times gets three contributions, which add up; one that was not gets none, and its gradient is 0.',
  },
  MatMul: {
    forward: (o, i) => {
      const [inner, columns] = o.shapes[1], row = Math.floor(i / columns), column = i % columns;
      const pairs = Array.from({ length: inner }, (_, k) => [o.in[0][row * inner + k], o.in[1][k * columns + column]]);
      return { terms: pairs.map(([a, b]) => `${show(a)} × ${show(b)}`), sign: ' + ', result: pairs.reduce((sum, [a, b]) => sum + a * b, 0) };
    },
    locals: (o, slot, i) => {
      const [inner, columns] = o.shapes[1], rows = o.shapes[0][0];
      return slot === 0
        ? Array.from({ length: columns }, (_, j) => ({ from: Math.floor(i / inner) * columns + j, local: o.in[1][(i % inner) * columns + j] }))
        : Array.from({ length: rows }, (_, r) => ({ from: r * columns + i % columns, local: o.in[0][r * inner + Math.floor(i / columns)] }));
    },
    backward: (y, x, slot) => slot === 0 ? `${x[0]}.Gradient @ ${y}.Gradient.MatMul(${x[1]}.Transpose());` : `${x[0]}.Gradient @ ${x[1]}.Transpose().MatMul(${y}.Gradient);`,
    why: 'Every number of the result is a sum of products. So a weight receives, from each result it went into, what arrived there times the number it was multiplied with.',
  },
  Softmax: {
    forward: (o, i) => {
      const columns = o.shape.at(-1), start = i - i % columns, row = Array.from(o.in[0].slice(start, start + columns)), top = Math.max(...row);
      const sum = row.reduce((total, x) => total + Math.exp(x - top), 0);
      return { terms: [`exp(${show(at(o, 0, i))})`, `the sum of exp of its row`], sign: ' / ', result: Math.exp(at(o, 0, i) - top) / sum };
    },
    locals: (o, slot, i) => {
      const columns = o.shape.at(-1), start = i - i % columns;
      return Array.from({ length: columns }, (_, k) => ({
        from: start + k,
        local: o.out[start + k] * ((start + k === i ? 1 : 0) - o.out[i]),
        text: start + k === i ? `${show(o.out[i])} × (1 − ${show(o.out[i])})` : `−${show(o.out[start + k])} × ${show(o.out[i])}`,
      }));
    },
    backward: (y, x) => `${x[0]}.Gradient @ ${y} * (${y}.Gradient - (${y}.Gradient * ${y}).Sum(row));`,
    why: 'The probabilities of a row add up to 1: raising one score raises its own probability and lowers all the others.',
  },
  Pick: {
    forward: (o, i) => ({ terms: [`${o.names[0]}[${i}, ${o.indices[i]}]${o.letters ? ` (the probability of ${o.letters[o.indices[i]]})` : ''}`], result: o.in[0][i * o.shapes[0][1] + o.indices[i]] }),
    locals: (o, slot, i) => {
      const row = Math.floor(i / o.shapes[0][1]), chosen = i % o.shapes[0][1] === o.indices[row];
      return [{ from: row, local: chosen ? 1 : 0, text: chosen ? '1 (picked)' : '0 (not picked)' }];
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
    forward: o => ({ terms: Array.from(o.in[0], x => show(x)), sign: ' + ', after: ` / ${o.in[0].length}`, result: o.in[0].reduce((a, b) => a + b, 0) / o.in[0].length }),
    locals: o => [{ from: 0, local: 1 / o.in[0].length, text: `1 / ${o.in[0].length}` }],
    backward: (y, x) => `${x[0]}.Gradient @ ${y}.Gradient / n;`,
    why: 'Each of n numbers has an n-th part in their mean.',
  },
};

/** What operations read, at a node: `values` gives the value of any node. */
function operands(run, node, values) {
  const inputs = node.inputs.map(id => run.nodes[id]);
  return { names: inputs.map(input => input.name), in: inputs.map(input => values(input.id)), shapes: inputs.map(input => input.shape), out: values(node.id), shape: node.shape, indices: node.indices, letters: run.letters };
}

// ---------------------------------------------------------------- runs
//
// A run is everything that happens in one step of learning: nodes, events in the order of time, the values before and after the update, the
// loss with one number nudged, and the update at every rate. Rows of a ledger: { to, from, slot, values, overwrites?, leftover? }.

const worlds = {
  expression: {
    title: 'A small expression', rate: 4,
    guide: 'L = (a·b + c)·f. Step on and watch: first every value is computed, left to right. Then, from L backwards, one question is asked of each number: if it moved a little, how would L move? The answer is its gradient. Change an input and look again.',
    leaves: { a: 2, b: -3, c: 10, f: -2 },
    lines: [['e', 'Multiply', 'a', 'b'], ['d', 'Add', 'e', 'c'], ['L', 'Multiply', 'd', 'f']],
  },
  shared: {
    title: 'Values used twice', rate: 2,
    guide: 'Here a and b are used twice, and so are c and d. Each use sends a contribution of its own, and they add up, because a moves y along every path at once. So c must wait until both have arrived before it passes anything on. Break a rule and see which number goes wrong first.',
    leaves: { a: 2, b: 3 },
    lines: [['c', 'Add', 'a', 'b'], ['d', 'Multiply', 'a', 'b'], ['s', 'Add', 'c', 'd'], ['t', 'Multiply', 'c', 'd'], ['y', 'Add', 's', 't']],
  },
  neuron: {
    title: 'A neuron', rate: 8,
    guide: 'One neuron: two inputs, weighted and added up with a bias, through tanh. The inputs are data: they have gradients, but only weights and bias learn. Make b large: tanh goes flat, and nothing gets back any more.',
    leaves: { x1: 2, w1: -3, x2: 0, w2: 1, b: 6.8813735870195432 }, data: ['x1', 'x2'],
    lines: [['p', 'Multiply', 'x1', 'w1'], ['q', 'Multiply', 'x2', 'w2'], ['s', 'Add', 'p', 'q'], ['n', 'Add', 's', 'b'], ['o', 'Tanh', 'n']],
  },
  network: {
    title: 'The network', rate: 8,
    guide: 'A name becomes small questions: which letter comes next? Three letters go in; a dot means that there is none yet. 27 probabilities come out, one a letter, and the loss is small where the right letter was found probable. All is as in the small worlds, only in tables; the numbers are the engine’s. Choose a cell of a table to see how that one number came about.',
  },
};

const mistakes = {
  overwrite: { label: '= instead of +=', says: 'The last contribution replaces those before it.', order: true },
  recursion: { label: 'pass on at every arrival', says: 'A node passes on its whole gradient each time something arrives, so the first part is sent again.', order: true },
  early: { label: 'visit before all have arrived', says: 'A node is visited once, as soon as it is found; what arrives later is never passed on.', order: true },
  leftover: { label: 'keep the last step’s gradients', says: 'They were not set back to 0. += adds this step’s gradient to the last one’s, and the parameters move twice too far.' },
  uphill: { label: '+ rate instead of − rate', says: 'The update goes up the slope.' },
  slopeless: { label: 'leave out tanh’s slope', says: 'What arrives at tanh is passed on as if its slope were 1.', needs: 'Tanh' },
};

const signs = { Add: '+', Multiply: '*' };

function smallWorld(world, inputs, breaks, rate) {
  const nodes = [];
  const id = name => nodes.findIndex(node => node.name === name);
  for (const name of Object.keys(world.leaves)) nodes.push({ id: nodes.length, name, operation: world.data?.includes(name) ? 'Constant' : 'Parameter', inputs: [], shape: [] });
  for (const [name, operation, ...operands] of world.lines) {
    const code = signs[operation] ? operands.join(` ${signs[operation]} `) : `${operands[0]}.${operation}()`;
    nodes.push({ id: nodes.length, name, operation, inputs: operands.map(id), shape: [], code: `var ${name} = ${code};` });
  }
  const leaves = Object.entries(world.leaves).map(([name, given]) => inputs[name] ?? given);
  const compute = (leaves, nudged, to) => {
    const values = [];
    for (const node of nodes) {
      values[node.id] = [0];
      values[node.id][0] = node.id === nudged ? to : node.inputs.length === 0 ? leaves[node.id]
        : operations[node.operation].forward({ in: node.inputs.map(input => values[input]), out: [0], shape: [] }, 0).result;
    }
    return values;
  };
  const run = { nodes, breaks, learns: nodes.filter(node => node.operation === 'Parameter').map(node => node.id) };
  run.values = compute(leaves);
  run.loss = (node, cell, to) => compute(leaves, node, to).at(-1)[0];
  run.events = timeline(run, backwardRows(run, breaks));
  const gradient = node => totalOf(run.events.flatMap(event => event.rows ?? []).filter(row => row.to === node)) ?? [0];
  const sign = breaks.includes('uphill') ? 1 : -1;
  run.after = rate => compute(leaves.map((leaf, node) => run.learns.includes(node) ? leaf + sign * rate * gradient(node)[0] : leaf));
  return finish(run, data.cases[0].rates, rate);
}

function networkWorld(one, rate) {
  const nodes = one.nodes.map((node, id) => ({ id, ...node }));
  const run = { nodes, breaks: [], learns: nodes.filter(node => node.operation === 'Parameter').map(node => node.id), letters: one.letters, contexts: one.contexts };
  run.targets = one.targets.map(target => one.letters.indexOf(target));
  run.values = nodes.map(node => numbers(node.value));
  run.loss = (node, cell, to) => numbers(to < run.values[node][cell] ? nodes[node].below : nodes[node].above)[cell];
  run.events = timeline(run, node => nodes.flatMap(input => input.rows.filter(row => row.from === node.id)
    .map(row => ({ to: input.id, from: row.from, slot: row.slot, values: numbers(row.values) }))).sort((a, b) => a.slot - b.slot));
  run.after = rate => nodes.map((node, id) => node.inputs.length > 0 ? numbers(one.after[one.rates.indexOf(rate)][id])
    : numbers(node.value).map((x, i) => x - rate * numbers(node.gradient)[i]));
  return finish(run, one.rates, rate);
}

/** What is the same for both: gradients by experiment, the update, and the first number that is wrong. */
function finish(run, rates, rate) {
  run.rate = rate;
  run.rates = rates;
  run.updated = run.after(rate);
  run.depends = run.nodes.map(node => run.learns.includes(node.id));
  for (const node of run.nodes) if (node.inputs.some(input => run.depends[input])) run.depends[node.id] = true;
  run.uses = run.nodes.map(node => run.nodes.flatMap(user => user.inputs).filter(input => input === node.id).length);
  run.experiment = (node, cell, h) => {
    const value = run.values[node][cell], size = Math.abs(value), step = (h ?? data.nudge) * (run.nodes[node].relative && size > 0 ? size : Math.max(1, size));
    const [low, high] = [value - step, value + step], below = run.loss(node, cell, low), above = run.loss(node, cell, high);
    return { step, below, above, quotient: (above - below) / (high - low) };
  };
  const all = run.events.flatMap(event => event.rows ?? []);
  run.gradient = run.nodes.map(node => totalOf(all.filter(row => row.to === node.id)));
  run.slope = run.learns.reduce((sum, node) => sum + norm(run.gradient[node] ?? [0]) ** 2, 0); // the squared length of the gradient
  run.wrong = wrongFrom(run);
  return run;
}

/** Everything that happens, in order. */
function timeline(run, rowsOf) {
  const computed = run.nodes.filter(node => node.inputs.length > 0), loss = run.nodes.length - 1;
  const events = computed.map(node => ({ phase: 'forward', node: node.id }));
  const kept = run.breaks.includes('leftover') ? run.learns.map(to => ({ to, from: null, leftover: true })) : [];
  events.push({ phase: 'backward', node: loss, seed: true, rows: [...kept, { to: loss, from: null, values: [1] }] });
  const order = rowsOf.order ?? computed.map(node => node.id).reverse();
  for (const node of order) events.push({ phase: 'backward', node, rows: rowsOf(run.nodes[node]) });
  for (const row of kept) row.values = totalOf(events.flatMap(event => event.rows ?? []).filter(other => other.to === row.to && !other.leftover)) ?? [0];
  for (const node of run.learns) events.push({ phase: 'update', node });
  for (const node of computed) events.push({ phase: 'again', node: node.id });
  return events.filter(event => event.phase !== 'backward' || event.rows.length > 0);
}

/** Who sends what in a small world, rightly or by one of the mistakes in the order. */
function backwardRows(run, breaks) {
  const arrived = run.nodes.map(() => []), sent = new Map(), loss = run.nodes.length - 1;
  arrived[loss].push({ values: [1] });
  const send = node => {
    const o = operands(run, node, id => run.values[id]), upstream = totalOf(arrived[node.id])[0];
    const rows = node.inputs.map((to, slot) => {
      const local = breaks.includes('slopeless') && node.operation === 'Tanh' ? 1 : operations[node.operation].locals(o, slot, 0)[0].local;
      return { to, from: node.id, slot, values: [upstream * local], overwrites: breaks.includes('overwrite') };
    });
    for (const row of rows) arrived[row.to].push(row);
    return rows;
  };
  const order = [];
  const visit = id => {
    const node = run.nodes[id];
    if (node.inputs.length === 0 || breaks.includes('early') && order.includes(id)) return;
    order.push(id);
    sent.set(order.length - 1, send(node));
    node.inputs.forEach(visit);
  };
  if (breaks.includes('recursion') || breaks.includes('early')) visit(loss);
  else for (const node of [...run.nodes].reverse()) if (node.inputs.length > 0) sent.set(order.push(node.id) - 1, send(node));
  let next = 0;
  return Object.assign(() => sent.get(next++), { order });
}

/** A ledger's total: rows add up, but one that overwrites starts anew. Null before anything has arrived. */
function totalOf(rows) {
  let total = null;
  for (const row of rows) total = total === null || row.overwrites ? Array.from(row.values) : total.map((sum, i) => sum + row.values[i]);
  return total;
}

/** How far a gradient and an experiment may lie apart: what rounding does to the losses, beside a part of their size. */
function agrees(run, gradient, experiment) {
  const rounding = 1e-14 * Math.max(1, Math.abs(experiment.below), Math.abs(experiment.above)) / experiment.step;
  return Math.abs(gradient - experiment.quotient) <= 1e-6 * Math.max(Math.abs(gradient), Math.abs(experiment.quotient)) + rounding;
}
const relativeError = (a, b) => a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));

/** For each node the event from which on it is wrong: where its gradient was passed on, or for a leaf where the last part arrived; or an update uphill. */
function wrongFrom(run) {
  const wrong = new Map(), totals = run.nodes.map(() => []);
  const last = run.nodes.map(node => run.events.findLastIndex(event => event.rows?.some(row => row.to === node.id)));
  run.events.forEach((event, time) => {
    if (event.rows && !event.seed) judge(event.node, time);
    for (const row of event.rows ?? []) totals[row.to].push(row);
    for (const row of event.rows ?? []) if (run.nodes[row.to].inputs.length === 0 && last[row.to] === time) judge(row.to, time);
    if (event.phase === 'update' && run.breaks.includes('uphill') && !wrong.has(event.node) && run.gradient[event.node]?.some(g => g !== 0)) wrong.set(event.node, { time, says: 'moved uphill' });
  });
  return wrong;

  function judge(node, time) {
    const total = totalOf(totals[node]);
    if (total && !wrong.has(node) && total.some((g, cell) => Number.isFinite(g) && !agrees(run, g, run.experiment(node, cell)))) wrong.set(node, { time, says: run.nodes[node].inputs.length > 0 ? `passed on ${brief(total)}` : 'has too much or too little', isGradient: true });
  }
}

// ---------------------------------------------------------------- what is known at a moment

/**
 * Everything that has happened in the first `step` events: values, ledgers, and whose turn it is. Going back is computing this for a smaller
 * step. Where the reader is asked first, what the last event sends is not known yet.
 */
function snapshot(run, step, asked) {
  const values = run.nodes.map(node => node.inputs.length === 0 ? run.values[node.id] : null);
  const rows = run.nodes.map(() => []), updated = run.nodes.map(() => false);
  for (const event of run.events.slice(0, step)) {
    if (event.phase === 'forward') values[event.node] = run.values[event.node];
    if (event.phase === 'update' || event.phase === 'again') { values[event.node] = run.updated[event.node]; updated[event.node] = true; }
    if (!(asked && event === run.events[step - 1])) for (const row of event.rows ?? []) rows[row.to].push(row);
  }
  const event = run.events[step - 1] ?? null;
  return { event, values, updated, rows, totals: rows.map(totalOf), firstBad: values.findIndex(value => value?.some(x => !Number.isFinite(x))) };
}

const phases = { forward: 'forward', backward: 'backward', update: 'update', again: 'forward again' };

/** An event in words. */
function sentence(run, event, time) {
  const node = run.nodes[event.node], small = node.shape.length === 0;
  const forward = values => {
    const [value, o] = [values[node.id], operands(run, node, id => values[id])];
    return small && node.inputs.every(id => values[id].length === 1)
      ? `${node.name} = ${formula(operations[node.operation].forward(o, 0))} = ${show(value[0])}` : `${node.name}, ${shapeText(node.shape)}: ${node.code}`;
  };
  if (event.phase === 'forward') return forward(run.values);
  if (event.phase === 'again') return `${forward(run.updated)}${node.id === run.nodes.length - 1 ? ` (it was ${show(run.values[node.id][0])})` : ''}`;
  if (event.phase === 'update') {
    const sign = run.breaks.includes('uphill') ? '+' : '−', total = run.gradient[node.id] ?? [0];
    return small ? `${node.name} = ${show(run.values[node.id][0])} ${sign} ${show(run.rate)} × ${bracketed(show(total[0]))} = ${show(run.updated[node.id][0])}`
      : `${node.name} moves by ${sign}${show(run.rate)} × its gradient, all ${run.values[node.id].length} numbers`;
  }
  if (event.seed) {
    const kept = event.rows.filter(row => row.leftover).map(row => run.nodes[row.to].name);
    return `Start: ${node.name} moves exactly as ${node.name} moves, so its gradient is 1.${kept.length > 0 ? ` ${kept.join(', ')} still hold the last step’s gradients.` : ''}`;
  }
  const before = run.events.slice(0, time).flatMap(earlier => earlier.rows ?? []);
  const parts = event.rows.filter(row => row.values).map((row, i) => {
    const to = run.nodes[row.to], known = before.filter(other => other.to === row.to && !other.leftover).length + event.rows.slice(0, i + 1).filter(other => other.to === row.to).length;
    const uses = run.uses[row.to], arrival = known > uses ? ` (arrival ${known}; only ${uses} were due)` : uses > 1 ? ` (${known} of ${uses} arrived)` : '';
    return `to ${to.name} ${contributionText(run, row)}${arrival}`;
  });
  return `${node.name} sends ${parts.join('; ')}`;
}

const bracketed = text => text.startsWith('−') ? `(${text})` : text;

function formula(made) {
  const body = made.terms.map(term => made.sign === ' × ' && term.startsWith('−') || made.sign && term.startsWith('−') && made.terms.length > 1 ? `(${term})` : term).join(made.sign ?? '');
  return made.call ? `${made.call}(${body})` : made.after ? `(${body})${made.after}` : body;
}

/** What a row of a ledger is added up from, for one of its numbers: upstream × local, once for each cell that the number went into. */
function contributionTerms(run, row, cell) {
  const node = run.nodes[row.from], upstream = sentWith(run, row), slopeless = run.breaks.includes('slopeless') && node.operation === 'Tanh';
  const all = operations[node.operation].locals(operands(run, node, id => run.values[id]), row.slot, cell);
  const counting = all.filter(term => upstream[term.from] * term.local !== 0); // of many terms, those that are not 0
  return (all.length > 1 && counting.length > 0 ? counting : all).map(term => {
    const local = slopeless ? '1' : term.text ? `(${term.text})` : show(term.local);
    return `${bracketed(show(upstream[term.from]))} × ${bracketed(local)}`;
  });
}

/** What had arrived at the sender when it sent this row. */
function sentWith(run, row) {
  const time = run.events.findIndex(event => event.rows?.includes(row));
  return totalOf(run.events.slice(0, time).flatMap(event => event.rows ?? []).filter(other => other.to === row.from));
}

/** A contribution in a few words: in full for a single number, by its size for a table. */
const contributionText = (run, row) => row.values.length > 1 ? brief(row.values) : `${contributionTerms(run, row, 0).join(' + ')} = ${show(row.values[0], true)}`;

// ---------------------------------------------------------------- panels: each a function of the view

function render() {
  const run = currentRun();
  state.step = Math.min(Math.max(0, state.step), run.events.length);
  const now = snapshot(run, state.step, state.asked);
  const followed = now.event ? now.event.node : 0;
  const node = run.nodes.find(one => one.name === state.node) ?? run.nodes[followed];
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
  byId('trace').replaceChildren(...run.events.map((event, i) => element('li', { class: i >= state.step ? 'later' : '', 'data-phase': phases[event.phase], 'aria-current': i === state.step - 1 ? 'step' : null },
    element('button', { id: `trace-${i + 1}`, type: 'button', onclick: () => go({ step: i + 1 }) }, i >= state.step ? `${run.nodes[event.node].name} …` : isHidden(run, i) ? 'What is sent?' : sentence(run, event, i)))));
  follow(byId('trace'), byId('trace').querySelector('[aria-current]'));
  follow(byId('story'), byId('story').querySelector('.node.active'));
  if (focused && document.activeElement?.id !== focused) byId(focused)?.focus({ preventScroll: true });
}

/** Scrolls a box, and nothing around it, to where something in it is seen. */
function follow(box, seen) {
  if (!seen) return;
  const [outer, inner] = [box.getBoundingClientRect(), seen.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}

const isHidden = (run, time) => state.predict && run.events[time].phase === 'backward' && (time >= state.step || time === state.step - 1 && state.asked);

function renderFrame({ run, now }) {
  byId('worlds').replaceChildren(...Object.entries(worlds).map(([name, world], i) => element('button', {
    id: `world-${name}`, type: 'button', 'aria-pressed': String(name === state.world), onclick: () => go({ ...fresh, world: name }),
  }, `${i + 1}  ${world.title}`)));
  byId('guide').textContent = worlds[state.world].guide;
  byId('choices').hidden = state.world !== 'network';
  const chosen = data.cases[state.case];
  byId('case').replaceChildren(...data.cases.map((one, i) => element('option', { value: i, selected: i === state.case }, `${one.weights}, ${one.name}`)));
  byId('again').textContent = `learns from ${chosen.contexts.map((context, i) => `“${context}” → “${chosen.targets[i]}”`).join(', ')}`;
  byId('scrubber').max = run.events.length;
  byId('scrubber').value = state.step;
  byId('scrubber').setAttribute('aria-valuetext', `step ${state.step} of ${run.events.length}`);
  const phase = now.event ? phases[now.event.phase] : 'at the beginning';
  const words = now.event ? state.asked ? `What does ${run.nodes[now.event.node].name} send?` : sentence(run, now.event, state.step - 1) : 'Nothing is computed yet: only the given numbers are there.';
  byId('now').replaceChildren(element('b', {}, `${state.step} of ${run.events.length} · ${phase}`), ' ', words);
  byId('predict').checked = state.predict;
  byId('question').replaceChildren(...state.asked ? question(run, now) : state.answer ? [element('p', { role: 'status' }, state.answer)] : []);
  byId('warning').textContent = now.firstBad < 0 ? '' : nonFinite(run, now, run.nodes[now.firstBad]);
}

/** Where NaN or infinity began, and why. */
function nonFinite(run, now, node) {
  const bad = now.values[node.id].find(x => !Number.isFinite(x)), began = `${node.name} is ${show(bad)}, and all that follows from it is lost: `;
  const inputs = node.inputs.map(id => show(now.values[id].find(x => x === 0 || Math.abs(x) > 1e150) ?? now.values[id][0]));
  if (node.operation === 'Log') return `${began}the logarithm of 0 is −∞. The model found the letter that came next impossible; its probability was rounded to 0.`;
  if (node.inputs.length === 0) return `${began}${now.updated[node.id] ? 'the update took it there. The learning rate is too large.' : 'it was given so.'}`;
  if (node.operation === 'Multiply' || node.operation === 'Add') return `${began}${inputs.join(` ${signs[node.operation]} `)} is beyond 1.8e308, the largest number that 64 bits hold.`;
  return `${began}a sum on the way passed 1.8e308, the largest number that 64 bits hold.`;
}

/** Columns by depth; a leaf stands just before its first use. A node goes as high as its first input, or below what is there already. */
function layout(run) {
  const column = run.nodes.map(() => 0), row = [], taken = [];
  for (const node of run.nodes) if (node.inputs.length > 0) column[node.id] = 1 + Math.max(...node.inputs.map(input => column[input]));
  for (const node of run.nodes) if (node.inputs.length === 0) column[node.id] = Math.min(...run.nodes.filter(user => user.inputs.includes(node.id)).map(user => column[user.id])) - 1;
  const shift = Math.min(...column);
  for (const node of [...run.nodes.filter(one => one.inputs.length > 0), ...run.nodes.filter(one => one.inputs.length === 0)].sort((a, b) => column[a.id] - column[b.id])) {
    const at = column[node.id] -= shift;
    row[node.id] = Math.max(taken[at] ?? 0, row[node.inputs[0]] ?? 0);
    taken[at] = row[node.id] + 1;
  }
  return { column, row, columns: Math.max(...column) + 1, rows: Math.max(...row) + 1 };
}

const box = { height: 66 };

function graph({ run, now, node }) {
  const { column, row, columns, rows } = layout(run), many = columns > 6;
  box.width = many ? 90 : 104;
  const down = innerWidth < 104 * columns; // where columns do not fit side by side, they go down
  const [across, along] = down ? [box.width + 20, box.height + 40] : [box.height + 26, box.width + (many ? 24 : 64)];
  const x = id => (down ? row[id] * across : column[id] * along) + 4, y = id => (down ? column[id] * along : row[id] * across) + 16;
  const size = down ? [rows * across - 12, columns * along - 16] : [(columns - 1) * along + box.width + 8, rows * across];
  const label = 'Graph, from the given numbers to the loss';
  const svg = picture('svg', { viewBox: `0 0 ${size[0]} ${size[1]}`, role: 'group', 'aria-label': label, style: `max-width: ${size[0] * 1.35}px` }, arrowHeads());
  const labels = [];
  for (const user of run.nodes) user.inputs.forEach((input, slot) => {
    const [x1, y1] = down ? [x(input) + box.width / 2, y(input) + box.height] : [x(input) + box.width, y(input) + box.height / 2];
    const [x2, y2] = down ? [x(user.id) + box.width / 2 + 14 * slot - 7, y(user.id)] : [x(user.id), y(user.id) + box.height / 2 + 14 * slot - 7];
    const bend = down ? [x1, y1 + 18, x2, y2 - 18] : [x1 + 18, y1, x2 - 18, y2];
    const sent = now.updated[user.id] ? null : now.rows[input].findLast(one => one.from === user.id && one.slot === slot);
    const isNow = now.event?.node === user.id, kind = sent ? 'back' : now.values[user.id] ? 'on' : 'off';
    svg.append(picture('path', {
      class: `edge ${kind} ${isNow ? 'active' : ''}`, d: `M ${x1} ${y1} C ${bend.join(' ')} ${x2} ${y2}`,
      'marker-start': sent && 'url(#head-back)', 'marker-end': !sent && now.values[user.id] && 'url(#head-on)',
    }));
    // A number fits on its arrow. The size of a table goes above the box that receives it; below one another, where there is no room, the box has it.
    if (!sent || down && sent.values.length > 1) return;
    const [left, top] = sent.values.length > 1 ? [(x1 + x2) / 2, y(input) - 4] : [(x1 + 2 * x2) / 3, (y1 + 2 * y2) / 3 - (down ? 0 : 3)];
    const anchor = down && user.inputs.length > 1 ? ['end', 'start'][slot] : 'middle';
    labels.push(picture('text', { class: `edge-label ${tone(sent.values)} ${isNow ? 'active' : ''}`, x: left, y: top, 'text-anchor': anchor }, brief(sent.values)));
  });
  for (const one of run.nodes) svg.append(nodeBox(run, now, one, one === node, x(one.id), y(one.id)));
  svg.append(...labels);
  return svg;
}

const arrowHeads = () => picture('defs', {}, ['on', 'back'].map(kind => picture('marker', {
  id: `head-${kind}`, class: `head ${kind}`, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, markerUnits: 'userSpaceOnUse', orient: 'auto-start-reverse',
}, picture('path', { d: 'M 0 0 L 8 4 L 0 8 Z' }))));

function nodeBox(run, now, one, isChosen, left, top) {
  const value = now.values[one.id], total = now.totals[one.id], arrivals = now.rows[one.id].filter(row => !row.leftover).length, uses = run.uses[one.id] || 1;
  const wrong = run.wrong.get(one.id)?.time < state.step ? run.wrong.get(one.id) : null, isFirst = wrong && run.wrong.keys().next().value === one.id;
  const role = one.operation === 'Parameter' ? 'learns' : one.operation === 'Constant' ? 'data' : '';
  const arrived = !total ? role : arrivals > uses ? `${arrivals} arrivals` : arrivals < uses ? `${arrivals} of ${uses} arrived` : uses > 1 ? `${uses} of ${uses}` : role;
  const isBad = now.firstBad === one.id;
  const verdict = isBad ? `${show(value.find(x => !Number.isFinite(x)))} begins here` : wrong ? `${wrong.isGradient ? '✗ wrong' : '↑ uphill'}${isFirst ? ' first' : ''}` : '';
  const valueText = value ? one.shape.length === 0 ? show(value[0]) : shapeText(one.shape) : '';
  const says = [
    one.name, one.code ?? role, value ? `value ${valueText}` : 'not computed yet', total ? `gradient ${brief(total)} ${arrived}` : 'no gradient yet', verdict, wrong?.says,
  ].filter(Boolean).join(', ');
  const line = (text, dy, kind) => picture('text', { class: kind, x: left + box.width / 2, y: top + dy, 'text-anchor': 'middle' }, text);
  const kinds = { leaf: one.inputs.length === 0, blank: !value, chosen: isChosen, active: now.event?.node === one.id, wrong: wrong || isBad, first: isFirst, past: now.updated[one.id] };
  const choose = () => go({ node: one.name, cell: 0 });
  return picture('g', {
    id: `node-${one.name}`, class: `node ${Object.keys(kinds).filter(kind => kinds[kind]).join(' ')}`, role: 'button', tabindex: 0, 'aria-label': says, 'aria-pressed': String(isChosen),
    'data-value': value?.length === 1 ? value[0] : null, 'data-gradient': total?.length === 1 ? total[0] : null,
    onclick: choose, onkeydown: event => { if (event.key === 'Enter') choose(); },
  },
  picture('rect', { x: left, y: top, width: box.width, height: box.height, rx: 8 }), line(title(one, run), 17, 'name'), line(valueText, 34, 'value'),
  line(total ? `∂ ${brief(total)}` : '', 50, `gradient ${total ? tone(total) : ''}`), line(verdict || arrived, 62, verdict ? 'verdict' : 'arrived'));
}

/** A node's name and what it is made of, as far as there is room. */
function title(node, run) {
  const [x, y] = node.inputs.map(id => run.nodes[id].name), longest = Math.floor(box.width / 7);
  const made = {
    Add: `${x}+${y}`, Multiply: `${x}·${y}`, MatMul: `${x}·${y}`, Tanh: `tanh(${x})`, Negate: `−${x}`, Embedding: `${x}[…]`, Reshape: 'reshape', Softmax: 'softmax', Pick: 'pick', Log: 'ln', Mean: '',
  }[node.operation];
  return made && `${node.name} = ${made}`.length <= longest ? `${node.name} = ${made}` : node.name;
}

const tone = values => values.length > 1 ? '' : values[0] > 0 ? 'positive' : values[0] < 0 ? 'negative' : '';

/** The story in a line: which part of it this step belongs to. */
function stages({ run, now }) {
  const names = run.nodes.filter(one => one.stage).map(one => one.stage).filter((stage, i, all) => stage !== all[i - 1]);
  const current = now.event && run.nodes[now.event.node].stage, before = run.nodes.slice(0, now.event?.node ?? 0).filter(one => one.stage).map(one => one.stage).filter((stage, i, all) => stage !== all[i - 1]);
  const place = before.at(-1) === current ? before.length - 1 : before.length;
  return element('ol', { class: 'stages', hidden: names.length === 0 }, names.map((name, i) => element('li', { 'aria-current': current && i === place ? 'step' : null }, name)));
}

function operationPanel(view) {
  const { run, node, now } = view, inputs = node.inputs.map(id => run.nodes[id]);
  const tables = [...inputs, node].filter((one, i, all) => all.indexOf(one) === i).map(one => table(view, one, node));
  const kind = operations[node.operation];
  return [
    element('p', { class: 'code-line' }, node.code ?? `${node.name} is ${node.operation === 'Parameter' ? 'a parameter: it learns' : 'data: it is given'}`),
    kind ? element('p', {}, kind.why) : element('p', {}, now.totals[node.id] ? 'Its gradient says where the loss goes when it moves; the update moves it the other way.' : 'Its gradient will say how much the loss moves when it moves.'),
    ...tables,
  ];
}

/** A node's value and gradient, as numbers where they are few, as heatmaps that open to numbers where they are many. */
function table(view, one, user) {
  const { now } = view;
  const looked = user.operation === 'Embedding' && one !== user ? user.indices : null;
  const both = [['value', now.values[one.id]], ['gradient', now.totals[one.id]]];
  const caption = element('h3', {}, one.name, ' ', element('small', {}, shapeText(one.shape)));
  const maps = both.map(([what, values]) => element('figure', {}, heatmap(view, one, what, values, looked), element('figcaption', {}, what, values ? values.length > 1 ? `, strongest ${show(Math.max(...values.map(Math.abs)))}` : '' : ': not yet')));
  const rows = one.shape.length < 2 ? 1 : one.shape.slice(0, -1).reduce((a, b) => a * b, 1), columns = one.shape.at(-1) ?? 1;
  const opened = `${one.name}`, isOpen = state.open === opened && one.shape.length > 0;
  const details = one.shape.length === 0 ? null : element('details', { open: isOpen, ontoggle: event => { if (event.target.open !== isOpen) go({ open: event.target.open ? opened : '' }); } },
    element('summary', { id: `numbers-${one.name}` }, 'numbers'),
    isOpen ? element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `numbers of ${one.name}` }, both.map(([what, values]) => values && element('table', {}, element('caption', {}, what),
      Array.from({ length: rows }, (_, r) => element('tr', {}, element('th', { scope: 'row' }, axes(view.run, one).rows?.[r] ?? r), Array.from({ length: columns }, (_, c) => element('td', {}, show(values[r * columns + c])))))))) : null);
  return element('div', { class: 'tensor' }, caption, element('div', { class: 'maps' }, maps), details);
}

/** What the rows and columns of a table stand for, where it is letters. */
function axes(run, one) {
  const names = { rows: null, columns: null }, batch = run.contexts?.length;
  if (!run.letters || one.shape.length === 0) return names;
  const letters = [...run.letters], rows = one.shape.length > 1 ? one.shape.slice(0, -1).reduce((a, b) => a * b, 1) : one.shape[0];
  if (one.shape.length > 1 && one.shape.at(-1) === letters.length || one.shape.length === 1 && one.shape[0] === letters.length) names.columns = letters;
  if (rows === letters.length && one.shape.length > 1) names.rows = letters;
  else if (one.shape[0] === batch && one.shape.length === 3) names.rows = run.contexts.flatMap(context => [...context]);
  else if (one.shape[0] === batch && one.shape.length === 2) names.rows = run.contexts;
  return names;
}

function heatmap(view, one, what, values, looked) {
  const { run, node, cell } = view, all = run.values[one.id].length, columns = one.shape.at(-1) ?? 1, rows = all / columns, names = axes(run, one);
  const size = all === 1 ? 64 : Math.max(3, Math.min(26, Math.floor(300 / columns), rows > 40 ? 5 : 26)), ratio = 2;
  const right = looked || names.rows && size >= 8 ? 40 : 0, top = names.columns && size >= 9 ? 14 : 0;
  const range = !values ? ', not computed yet' : all === 1 ? `, ${show(values[0])}` : `, from ${show(Math.min(...values))} to ${show(Math.max(...values))}`;
  const rowsLooked = looked ? `, looked up rows ${[...new Set(looked)].map(r => run.letters[r]).join(' ')}` : '';
  const canvas = element('canvas', {
    width: (columns * size + right) * ratio, height: (rows * size + top) * ratio, style: `width: ${columns * size + right}px`, role: 'img',
    'aria-label': `${what} of ${one.name}, ${shapeText(one.shape)}${range}${rowsLooked}`,
    onclick: event => {
      const [c, r] = [Math.floor(event.offsetX / size), Math.floor((event.offsetY - top) / size)];
      if (c >= 0 && c < columns && r >= 0 && r < rows) go({ node: one.name, cell: r * columns + c });
    },
  });
  const pen = canvas.getContext('2d'), strongest = values ? Math.max(...values.map(x => Number.isFinite(x) ? Math.abs(x) : 0)) : 0;
  pen.scale(ratio, ratio);
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.font = `${Math.min(12, size + 2)}px system-ui`;
  pen.fillStyle = colour('--quiet');
  if (top) names.columns.forEach((letter, c) => pen.fillText(letter, (c + .5) * size, 7));
  pen.translate(0, top);
  for (let i = 0; i < all; i++) drawCell(pen, (i % columns) * size, Math.floor(i / columns) * size, size, values?.[i], strongest);
  if (right) drawRowNames(pen, size, columns, rows, names.rows, looked);
  if (one.operation === 'Softmax') view.run.targets?.forEach((target, r) => outline(pen, '--accent', target * size, r * size, size - 1));
  if (one === node && all > 1) outline(pen, '--ink', (cell % columns) * size, Math.floor(cell / columns) * size, Math.max(size - 1, 4));
  return canvas;
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name);

function outline(pen, name, left, top, size) {
  pen.strokeStyle = colour(name);
  pen.lineWidth = 2;
  pen.strokeRect(left, top, size, size);
}

/** A cell: empty where nothing is known, otherwise its colour, and its sign or, where there is room, its number. */
function drawCell(pen, left, top, size, value, strongest) {
  const inner = size > 4 ? size - 1 : size;
  pen.lineWidth = 1;
  pen.strokeStyle = colour('--line');
  if (value == null) return pen.strokeRect(left + .5, top + .5, inner - 1, inner - 1);
  const strength = !Number.isFinite(value) ? 1 : strongest === 0 ? 0 : Math.abs(value) / strongest;
  pen.fillStyle = colour('--zero');
  pen.fillRect(left, top, inner, inner);
  pen.globalAlpha = strength === 0 ? 0 : .12 + .88 * strength;
  pen.fillStyle = colour(value < 0 ? '--negative' : '--positive');
  pen.fillRect(left, top, inner, inner);
  pen.globalAlpha = 1;
  pen.fillStyle = colour(strength > .55 ? '--on-strong' : '--ink');
  if (size >= 40) {
    pen.font = '600 13px system-ui';
    pen.fillText(show(value), left + inner / 2, top + inner / 2);
  } else if (size >= 7 && value !== 0) {
    pen.fillRect(left + inner * .3, top + inner / 2 - .5, inner * .4, 1);
    if (value > 0) pen.fillRect(left + inner / 2 - .5, top + inner * .3, 1, inner * .4);
  }
}

/** What each row stands for; rows that are looked up are framed, with how many times. */
function drawRowNames(pen, size, columns, rows, names, looked) {
  const counts = new Map();
  for (const r of looked ?? []) counts.set(r, (counts.get(r) ?? 0) + 1);
  pen.textAlign = 'left';
  for (let r = 0; r < rows; r++) {
    const count = counts.get(r);
    pen.fillStyle = colour(count ? '--accent' : '--quiet');
    if (names && (size >= 8 || count)) pen.fillText(`${names[r]}${count > 1 ? ` ×${count}` : ''}`, columns * size + 4, (r + .5) * size);
    if (count) { pen.strokeStyle = colour('--accent'); pen.lineWidth = 2; pen.strokeRect(1, r * size + 1, columns * size - 2, size - 2); }
  }
}

/** One number: how it came about, who sent what to it, and what an experiment says. */
function cellPanel(view) {
  const { run, now, node, cell } = view, value = now.values[node.id];
  const panel = [];
  if (node.shape.length > 0) {
    panel.push(element('p', { class: 'where' }, `${node.name}: click a cell, or type`, node.shape.map((size, axis) => {
      const indices = place(node.shape, cell);
      return element('label', {}, ['row', 'column'][axis - node.shape.length + 2] ?? 'block', ' ', element('input', {
        id: `axis-${axis}`, type: 'number', min: 0, max: size - 1, value: indices[axis],
        onchange: event => { indices[axis] = Math.min(size - 1, Math.max(0, Math.round(event.target.valueAsNumber) || 0)); edited({ node: node.name, cell: indices.reduce((offset, index, k) => offset * node.shape[k] + index, 0) }); },
      }));
    })));
  }
  panel.push(element('h3', {}, 'Forward'), element('p', { class: 'formula', id: 'forward-formula' }, value ? forwardFormula(view) : 'not computed yet'));
  if (!run.depends[node.id] && node.operation !== 'Constant') return panel;
  const rows = now.rows[node.id], total = now.totals[node.id], uses = run.uses[node.id] || 1;
  panel.push(element('h3', {}, `Gradient: its ledger${now.event?.phase === 'again' ? ', from before the update' : ''}`));
  panel.push(element('table', { class: 'ledger' },
    element('caption', {}, rows.length === 0 ? 'Nothing has arrived yet.' : node.id === run.nodes.length - 1 ? 'Here it starts.' : `${rows.filter(row => !row.leftover).length} of ${uses} arrived${rows.length < uses ? ': not final yet' : ''}`),
    element('thead', {}, element('tr', {}, ['from', 'upstream × local', 'contribution'].map(text => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, rows.map((row, i) => element('tr', { class: row.overwrites && i < rows.length - 1 ? 'gone' : '' }, element('th', { scope: 'row' }, row.leftover ? 'the last step' : row.from === null ? 'itself' : run.nodes[row.from].name), element('td', {}, ledgerTerms(view, row)), element('td', { class: tone([row.values[cell]]) }, show(row.values[cell], true))))),
    total && element('tfoot', {}, element('tr', {}, element('th', { scope: 'row' }, rows.length < uses ? 'so far' : 'gradient'), element('td', {}, run.breaks.includes('overwrite') ? 'the last one' : rows.length > 1 ? 'all added up' : ''), element('td', { id: 'total', class: tone([total[cell]]) }, show(total[cell], true))))));
  if (state.predict && rows.length < uses) return [...panel, element('p', {}, 'What an experiment says is shown when all have arrived.')];
  const experiment = run.experiment(node.id, cell, node.shape.length === 0 && state.h && state.world !== 'network' ? 10 ** -state.h : null);
  const known = [
    ['loss at v − nudge', precise(experiment.below), 'below'], ['loss at v + nudge', precise(experiment.above), 'above'],
    ['their difference / (2 × nudge)', show(experiment.quotient, true), 'quotient'], ['gradient', show(total?.[cell], true), 'analytic'],
    ['relative error', total ? show(relativeError(total[cell], experiment.quotient)) : '', 'error'],
  ];
  panel.push(element('h3', {}, 'Experiment'), element('p', {}, `Nudge v = ${cellName(node, cell)} alone, by ${experiment.step.toExponential(1)}, and run all that follows from it again:`));
  panel.push(element('table', { class: 'experiment' }, element('tbody', {}, known.map(([what, text, id]) =>
    element('tr', {}, element('th', { scope: 'row' }, what), element('td', { id: `experiment-${id}` }, text))))));
  return panel;
}

const precise = x => Number.isFinite(x) ? String(Number(x.toPrecision(14))).replace('-', '−') : show(x);

function forwardFormula({ run, now, node, cell }) {
  const value = now.values[node.id], name = cellName(node, cell);
  if (node.inputs.length === 0) return now.updated[node.id] ? `${name} = ${show(run.values[node.id][cell])} ${run.breaks.includes('uphill') ? '+' : '−'} ${show(run.rate)} × ${bracketed(show(run.gradient[node.id]?.[cell] ?? 0))} = ${show(value[cell])}` : `${name} = ${show(value[cell])}, given`;
  const values = now.updated[node.id] ? run.updated : run.values, made = operations[node.operation].forward(operands(run, node, id => values[id]), cell);
  return [`${name} = `, ...folded(made.terms, terms => formula({ ...made, terms })), ` = ${show(value[cell])}`];
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
  return terms.length <= few + 1 ? [write(terms)] : [write(terms.slice(0, few)), element('details', { class: 'more' }, element('summary', {}, ` … + ${terms.length - few} more`), terms.slice(few).join(' + '))];
}

/** A slider of h, from where the curve's bend shows to where rounding does; only where the page can run the loss itself. */
function renderNudges({ run, node, cell, now }) {
  const total = now.totals[node.id], possible = state.world !== 'network';
  byId('nudging').hidden = !possible;
  if (!possible) return;
  byId('h').value = state.h ?? 5;
  byId('h-value').textContent = state.h ? `1e−${state.h}` : show(data.nudge);
  const points = Array.from({ length: 15 }, (_, i) => ({ x: i + 1, y: Math.log10(Math.max(1e-17, relativeError(total?.[0] ?? 0, run.experiment(node.id, cell, 10 ** -(i + 1)).quotient))) }));
  byId('nudge-chart').replaceChildren(...total ? [chart({
    label: 'Relative error by size of the nudge: large for large ones, because a curve bends; large again for tiny ones, because the losses are rounded', x: [1, 15], y: [-17, 1],
    lines: [{ points, kind: 'actual' }], mark: state.h, ticks: { x: [[1, 'nudge 0.1'], [8, '1e−8'], [15, '1e−15']], y: [[0, 'error 1'], [-8, '1e−8'], [-16, '1e−16']] },
  }), element('p', { class: 'small' }, 'Where the loss bends, too large a nudge misses; too small a one loses everything to rounding.')] : []);
}

function codePanel({ run, now, node, cell }) {
  const phase = now.event?.phase ?? 'forward', button = (id, owner, isNow, code, words) => element('li', {}, element('button', {
    id, type: 'button', class: `${isNow ? 'active' : ''} ${owner === node ? 'chosen' : ''}`, 'aria-current': isNow ? 'step' : null, onclick: () => go({ node: owner.name, cell: 0 }),
  }, element('code', {}, code), words && element('span', { class: 'with' }, `// ${words}`)));
  const forward = run.nodes.filter(one => one.code).map(one => {
    const value = now.values[one.id], small = one.shape.length === 0 && one.inputs.every(id => run.values[id].length === 1);
    const values = now.updated[one.id] ? run.updated : run.values;
    const words = !value ? null : small ? `${show(value[0])} = ${formula(operations[one.operation].forward(operands(run, one, id => values[id]), 0))}` : one === node ? `${cellName(one, cell)} = ${show(value[cell])}` : shapeText(one.shape);
    return button(`line-${one.name}`, one, (phase === 'forward' || phase === 'again') && now.event?.node === one.id, one.code, words);
  });
  const mark = run.breaks.includes('overwrite') ? '=' : '+=';
  const backward = run.nodes.filter(one => one.code && run.depends[one.id]).reverse().flatMap(one => one.inputs.map((input, slot) => {
    if (!run.depends[input] && state.world === 'network') return null;
    const names = [run.nodes[input].name, run.nodes[one.inputs[1 - slot]]?.name], row = now.rows[input].findLast(other => other.from === one.id && other.slot === slot);
    const isNow = phase === 'backward' && now.event?.node === one.id && !now.event.seed;
    const code = run.breaks.includes('slopeless') && one.operation === 'Tanh' ? `${names[0]}.Gradient @ ${one.name}.Gradient;` : operations[one.operation].backward(one.name, names, slot);
    return button(`line-${one.name}-${slot}`, one, isNow, code.replace('@', mark), row ? contributionText(run, row) : null);
  }));
  const update = element('p', { class: phase === 'update' ? 'active code-line' : 'code-line' }, `parameter.Value ${run.breaks.includes('uphill') ? '+' : '-'}= ${show(run.rate)} * parameter.Gradient; // for every one`);
  const isDisordered = run.breaks.includes('recursion') || run.breaks.includes('early');
  const loss = run.nodes.at(-1).name, source = state.world === 'network' && data.sources[node.operation];
  return [
    element('h3', {}, 'Forward'), element('ol', { class: 'lines' }, forward),
    element('h3', {}, isDisordered ? 'Backward, in a wrong order' : 'Backward, last line first'),
    element('p', { class: 'small' }, 'A value is used only in lines below its own. So, going up from the last line, all its contributions have arrived before it passes its gradient on.'),
    element('p', { class: `code-line ${run.breaks.includes('leftover') ? 'gone' : ''}` }, 'x.Gradient = 0; // for every x: += needs a clean start'),
    element('p', { class: now.event?.seed ? 'active code-line' : 'code-line' }, `${loss}.Gradient = 1;`), element('ol', { class: 'lines' }, backward),
    element('h3', {}, 'Update'), update,
    source ? element('details', { open: state.source, ontoggle: event => { if (event.target.open !== state.source) go({ source: event.target.open }); } }, element('summary', { id: 'source' }, `The engine’s own lines: ${source.file}`), ['forward', 'backward'].map(part => element('pre', { class: (part === 'backward') === (phase === 'backward') ? 'active' : '' }, source[part].map(line => `${String(line.number).padStart(3)}  ${line.text}\n`)))) : null,
  ].filter(Boolean);
}

function checkTable({ run, now }) {
  const rows = run.nodes.filter(node => run.depends[node.id] || state.world !== 'network').map(node => {
    const total = now.totals[node.id], { cell, experiment } = worst(run, node, total), uses = run.uses[node.id] || 1;
    // Of a table, beside its largest gradient: where one is tiny, its quotient is rounding and little else.
    const error = total && (node.shape.length === 0 ? relativeError(total[cell], experiment.quotient) : Math.abs(total[cell] - experiment.quotient) / Math.max(...total.map(Math.abs)));
    const isFinal = total && now.rows[node.id].filter(row => !row.leftover).length >= uses, wrong = run.wrong.get(node.id)?.time < state.step ? run.wrong.get(node.id) : null;
    const verdict = wrong?.isGradient ? '✗' : isFinal && agrees(run, total[cell], experiment) ? '✓' : total ? '…' : '';
    const spoken = { '✗': 'wrong', '✓': 'agrees', '…': 'not final' }[verdict] ?? 'nothing yet';
    return element('tr', { class: wrong ? 'wrong' : '', 'data-node': node.name },
      element('th', { scope: 'row' }, element('span', { role: 'img', class: 'verdict', 'aria-label': spoken }, verdict), ` ${cellName(node, cell)}`, wrong ? element('small', {}, wrong.says) : null),
      element('td', { class: total ? tone([total[cell]]) : '' }, total ? show(total[cell], true) : ''),
      element('td', { class: 'difference' }, state.predict && !isFinal ? '' : show(experiment.quotient, true)),
      element('td', {}, total ? error.toExponential(0) : ''));
  });
  const checked = run.nodes.reduce((sum, node) => sum + (run.depends[node.id] ? run.values[node.id].length : 0), 0).toLocaleString('en');
  const says = state.world === 'network' ? `Of each table the number that fits worst, its error in parts of the table’s largest gradient; ${checked} are checked.` : 'A number goes red where its gradient is passed on, or used, and an experiment says otherwise.';
  return element('div', {}, element('p', { class: 'small' }, says), element('table', { class: 'checks' },
    element('thead', {}, element('tr', {}, ['number', 'gradient', 'experiment', 'error'].map(text => element('th', { scope: 'col' }, text)))), element('tbody', {}, rows)));
}

/** The number of a table where gradient and experiment are farthest apart. */
function worst(run, node, total) {
  if (run.values[node.id].length === 1) return { cell: 0, experiment: run.experiment(node.id, 0) };
  run.worst ??= [];
  return run.worst[node.id] ??= run.values[node.id].reduce((found, _, cell) => {
    const experiment = run.experiment(node.id, cell), apart = Math.abs((run.gradient[node.id]?.[cell] ?? 0) - experiment.quotient);
    return apart > found.apart ? { cell, experiment, apart } : found;
  }, { apart: -1 });
}

/** Predicted and actual change of the loss, by learning rate. */
function renderUpdate({ run }) {
  const before = run.values.at(-1)[0], sign = run.breaks.includes('uphill') ? 1 : -1;
  run.changes ??= run.rates.map(rate => run.after(rate).at(-1)[0] - before);
  const place = run.rates.indexOf(run.rate), actual = run.changes[place], predicted = -run.rate * run.slope;
  byId('rate').max = run.rates.length - 1;
  byId('rate').value = place;
  byId('rate').setAttribute('aria-valuetext', show(run.rate));
  byId('rate-value').textContent = show(run.rate);
  const [low, high] = [-1, 2], ratio = i => run.slope === 0 ? 1 : Math.max(-9, Math.min(9, run.changes[i] / (-run.rates[i] * run.slope)));
  const verdict = sign > 0 ? 'Up the slope, not down.' : run.wrong.size > 0 ? 'A gradient is wrong, so the prediction is wrong at every rate.'
    : run.slope === 0 ? 'The gradient is 0: nothing moves.' : !(actual <= 0) ? 'Too far: the slope turned on the way, and the loss grew.'
    : Math.abs(actual - predicted) < .1 * Math.abs(predicted) ? 'Small enough: the slope stayed almost the same, and the prediction holds.' : 'So far that the slope changed on the way.';
  byId('update').replaceChildren(
    element('p', { class: 'small' }, 'Each parameter moves by rate × gradient, against its slope. A move times its slope is −rate × gradient²; added up over all parameters, that is the predicted change of the loss. It holds as long as the slope stays the same.'),
    element('table', {}, element('tbody', {},
      element('tr', {}, element('th', { scope: 'row' }, 'predicted: −rate × sum of gradient²'), element('td', { id: 'predicted', class: tone([predicted]) }, show(predicted, true))),
      element('tr', {}, element('th', { scope: 'row' }, 'actual change of the loss'), element('td', { id: 'actual', class: tone([actual]) }, show(actual, true))))),
    element('p', {}, verdict),
    chart({
      label: `Actual beside predicted change by learning rate: 1 is as predicted, below 0 the loss grew. At ${show(run.rate)}: ${show(actual / predicted)}`, x: [0, run.rates.length - 1], y: [low, high], zero: true,
      lines: [{ points: run.rates.map((_, i) => ({ x: i, y: 1 })), kind: 'predicted', name: 'predicted' }, { points: run.rates.map((_, i) => ({ x: i, y: Number.isNaN(ratio(i)) ? -9 : ratio(i) })), kind: 'actual', name: 'actual, in parts of predicted' }], mark: place,
      ticks: { x: [0, 8, 16].filter(i => i < run.rates.length).map(i => [i, show(run.rates[i])]), y: [[2, 'twice'], [1, 'predicted'], [0, 'no change'], [-1, 'grew as much']] },
    }));
}

/** A small line chart. */
function chart({ label, x, y, lines, mark, ticks, zero }) {
  const [width, height, left, bottom, right] = [300, 150, 76, 20, 10], px = value => left + (value - x[0]) / (x[1] - x[0]) * (width - left - right), py = value => 8 + (y[1] - value) / (y[1] - y[0] || 1) * (height - bottom - 12);
  return picture('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, class: 'chart' },
    ticks.x.map(([at, text]) => picture('text', { x: px(at), y: height - 4, 'text-anchor': at === x[0] ? 'start' : at === x[1] ? 'end' : 'middle' }, text)),
    ticks.y.map(([at, text]) => picture('text', { x: left - 6, y: py(at) + 4, 'text-anchor': 'end' }, text)),
    zero ? picture('line', { class: 'axis', x1: left, x2: width - right, y1: py(0), y2: py(0) }) : null,
    mark != null ? picture('line', { class: 'mark', x1: px(mark), x2: px(mark), y1: 4, y2: height - bottom }) : null,
    picture('svg', { role: 'none', x: left, y: 4, width: width - left - right, height: height - bottom, viewBox: `${left} 4 ${width - left - right} ${height - bottom}` }, // nothing is drawn outside
      lines.map(line => picture('polyline', { class: line.kind, points: line.points.map(point => `${px(point.x)},${py(point.y)}`).join(' ') }))),
    lines.filter(line => line.name).map((line, i) => [picture('line', { class: line.kind, x1: left + 6, x2: left + 28, y1: height - bottom - 22 + 12 * i, y2: height - bottom - 22 + 12 * i }), picture('text', { x: left + 32, y: height - bottom - 18 + 12 * i }, line.name)]));
}

function renderPlay({ run, now }) {
  const world = worlds[state.world], isSmall = Boolean(world.leaves);
  byId('inputs').replaceChildren(...isSmall ? Object.entries(world.leaves).map(([name, given]) => element('label', {}, `${name} = `, element('input', {
    id: `input-${name}`, type: 'number', step: 'any', value: state.inputs[name] ?? given,
    onchange: event => edited(Number.isFinite(event.target.valueAsNumber) ? { inputs: { ...state.inputs, [name]: event.target.valueAsNumber } } : {}),
  }))) : []);
  byId('play').hidden = !isSmall;
  byId('mistakes').replaceChildren(element('legend', {}, 'Break it'), ...Object.entries(mistakes).map(([name, mistake]) => {
    const possible = !mistake.needs || run.nodes.some(node => node.operation === mistake.needs);
    return element('label', { class: possible ? '' : 'impossible' }, element('input', {
      id: `break-${name}`, type: 'checkbox', checked: state.breaks.includes(name), disabled: !possible,
      onchange: event => go({ breaks: event.target.checked ? [...state.breaks.filter(other => !(mistake.order && mistakes[other].order)), name] : state.breaks.filter(other => other !== name) }),
    }), ` ${mistake.label}`, element('small', {}, possible ? mistake.says : 'There is no tanh here; see the neuron.'));
  }));
}

/** Predict, then reveal: one number of what is about to be sent. */
function question(run, now) {
  const row = now.event.rows.find(one => !one.leftover), [to, cell] = [run.nodes[row.to], row.values.findIndex(x => x !== 0) < 0 ? 0 : row.values.findIndex(x => x !== 0)], truth = row.values[cell];
  const reveal = (fits, guess) => go({ asked: false, answer: `${fits === null ? '' : fits ? `Yes: ${guess}. ` : `Not ${guess}. `}${now.event.seed ? '' : `${run.nodes[now.event.node].name} `}${now.event.seed ? 'It starts with' : 'sends'} ${show(truth, true)} to ${cellName(to, cell)}.` });
  const input = element('input', { id: 'guess', type: 'number', step: 'any', 'aria-label': 'your number' });
  return [
    element('p', {}, now.event.seed ? `Backward begins. How much does ${to.name} move, when ${to.name} moves by 1?` : `What does ${run.nodes[now.event.node].name} send to ${cellName(to, cell)}? Its number, or just its sign.`),
    element('form', { onsubmit: event => { event.preventDefault(); const guess = input.valueAsNumber; if (Number.isFinite(guess)) reveal(Math.abs(guess - truth) <= .02 * Math.abs(truth), show(guess)); } }, input, element('button', { id: 'guess-number' }, 'Check')),
    element('p', { class: 'buttons' }, [['positive', '+', truth > 0], ['negative', '−', truth < 0], ['zero', '0', truth === 0]].map(([name, sign, fits]) => element('button', { id: `guess-${name}`, type: 'button', 'aria-label': name, onclick: () => reveal(fits, name) }, sign)), element('button', { id: 'guess-show', type: 'button', onclick: () => reveal(null) }, 'Show me')),
  ];
}

// ---------------------------------------------------------------- the state, the address, the keys

const fresh = { world: 'expression', case: 0, step: 0, node: '', cell: 0, inputs: {}, breaks: [], rate: null, h: null, open: '', source: false, predict: false, asked: false, answer: '' };
const state = { ...fresh };
let runCache = { key: '' };

function currentRun() {
  const world = worlds[state.world], rates = data.cases[state.case].rates, rate = rates[state.rate ?? world.rate];
  const key = JSON.stringify([state.world, state.case, state.inputs, state.breaks, rate]);
  if (runCache.key !== key) runCache = { key, run: world.leaves ? smallWorld(world, state.inputs, state.breaks, rate) : networkWorld(data.cases[state.case], rate) };
  return runCache.run;
}

/** Changes the state and shows it. A step shows what happens in it, unless a node was chosen at the same time. */
function go(change) {
  const moved = 'step' in change && change.step !== state.step;
  Object.assign(state, change);
  const run = currentRun();
  state.step = Math.min(Math.max(0, state.step), run.events.length);
  if (moved) {
    if (!('node' in change)) Object.assign(state, { node: '', cell: 0 });
    if (!('asked' in change)) Object.assign(state, { asked: state.predict && run.events[state.step - 1]?.phase === 'backward', answer: '' });
  }
  if (!state.predict) state.asked = false;
  history.replaceState(null, '', address());
  render();
}

/** Changes the state after a field was left: only once the focus is where the reader moved it. */
function edited(change) { setTimeout(() => go(change)); }

function address() {
  const parts = { world: state.world, case: state.case || '', step: state.step, node: state.node, cell: state.cell || '', in: Object.entries(state.inputs).map(([name, value]) => `${name}:${value}`).join(','), break: state.breaks.join(','), rate: state.rate ?? '', h: state.h ?? '', predict: state.predict ? 1 : '' };
  return '#' + Object.entries(parts).filter(([, value]) => value !== '').map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

/** Reads the address; what makes no sense in it is left at its beginning. */
function readAddress() {
  const parts = Object.fromEntries(new URLSearchParams(location.hash.slice(1))), whole = (text, below) => /^\d+$/.test(text ?? '') && Number(text) < below ? Number(text) : null;
  Object.assign(state, fresh, {
    world: Object.hasOwn(worlds, parts.world) ? parts.world : fresh.world, case: whole(parts.case, data.cases.length) ?? 0, step: whole(parts.step, 1e6) ?? 0, node: parts.node ?? '', cell: whole(parts.cell, 1e9) ?? 0,
    breaks: (parts.break ?? '').split(',').filter(name => Object.hasOwn(mistakes, name)), rate: whole(parts.rate, data.cases[0].rates.length), h: whole(parts.h, 16) || null, predict: parts.predict === '1',
  });
  const leaves = worlds[state.world].leaves ?? {};
  state.inputs = Object.fromEntries((parts.in ?? '').split(',').map(pair => pair.split(':')).filter(([name, value]) => Object.hasOwn(leaves, name) && value !== '' && Number.isFinite(Number(value))).map(([name, value]) => [name, Number(value)]));
  render();
}

const moves = {
  first: () => 0,
  back: () => state.step - 1,
  forward: () => state.step + 1,
  last: () => currentRun().events.length,
  phase: () => {
    const { events } = currentRun(), now = events[state.step]?.phase, end = events.findIndex((event, i) => i >= state.step && event.phase !== now);
    return end < 0 ? events.length : end;
  },
};
for (const [id, move] of Object.entries(moves)) byId(id).addEventListener('click', () => go({ step: move() }));
byId('scrubber').addEventListener('input', event => go({ step: event.target.valueAsNumber }));
byId('reset').addEventListener('click', () => go({ ...fresh, world: state.world, case: state.case }));
byId('case').addEventListener('change', event => go({ case: Number(event.target.value) }));
byId('rate').addEventListener('input', event => go({ rate: event.target.valueAsNumber }));
byId('h').addEventListener('input', event => go({ h: event.target.valueAsNumber }));
byId('predict').addEventListener('change', event => go({ predict: event.target.checked, answer: '' }));

const keys = { ArrowLeft: 'back', ArrowRight: 'forward', ' ': 'phase', Home: 'first', End: 'last' };
addEventListener('keydown', event => {
  if (!Object.hasOwn(keys, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target.closest('input, select, textarea, button, summary, .scroll');
  const keeps = target && (target.matches('input, select, textarea, .scroll') && !target.matches('#scrubber, [type=checkbox]') || event.key === ' ' && target.matches('button, summary, [type=checkbox]'));
  if (keeps) return;
  event.preventDefault();
  go({ step: moves[keys[event.key]]() });
});
addEventListener('hashchange', readAddress);
addEventListener('resize', render);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', render);

/** For a console: explorer.run() is all that happens, explorer.now() what is known at this step. */
globalThis.explorer = { state, go, run: currentRun, now: () => snapshot(currentRun(), state.step) };
readAddress();
