// A run is everything that happens in one step of learning: nodes, events in order of time, the values before and after the update, the
// loss with one number nudged, and the update at every rate. Rows of a ledger: { to, from, slot, values, overwrites?, leftover? }.

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

/** The nodes of a small world: its leaves, then a node for each line. */
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

/** What both kinds of run share: what happens when, gradients by experiment, the update, and the first number that is wrong. */
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

/** Everything that happens, in order; `sent` says which node sends which rows, one after another. */
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

/** Who sends what in a small world: correctly, or by one of the mistakes in the order. */
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

/** A ledger's total: rows add up, but one that overwrites starts again. Null before anything has arrived. */
function totalOf(rows) {
  let total = null;
  for (const row of rows) total = total === null || row.overwrites ? Array.from(row.values) : total.map((x, i) => x + row.values[i]);
  return total;
}

/** How much a gradient and an experiment may differ: by the rounding of the losses, and by a fraction of their size. */
function agrees(gradient, { quotient, below, above, step }) {
  const rounding = 1e-14 * Math.max(1, Math.abs(below), Math.abs(above)) / step;
  return Math.abs(gradient - quotient) <= 1e-6 * Math.max(Math.abs(gradient), Math.abs(quotient)) + rounding;
}

/** When each wrong node went wrong: when its gradient was passed on, or, for a leaf, when the last part arrived or it moved uphill. */
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
