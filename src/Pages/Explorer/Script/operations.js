// The operations with their derivatives. Each has:
//
// forward(o, i)        how cell i of the output is computed: its terms, with numbers put in, and their result
// locals(o, slot, i)   the cells of the output that cell i of an input went into, each with d output / d input
// backward(y, x, slot) the line of C# that sends the contribution
//
// `o` holds the inputs' names o.names[slot], values o.in[slot] and shapes o.shapes[slot], the output o.out with its shape o.shape, and the
// chosen o.indices.

const at = (o, slot, i) => o.in[slot][i % o.in[slot].length];

/** An input that was stretched went into every cell that is a multiple of its length further on. */
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
      + 'There, hardly anything gets through.',
  },
  Negate: {
    forward: (o, i) => ({ terms: [show(at(o, 0, i))], call: '−', result: -at(o, 0, i) }),
    locals: (o, slot, i) => [{ from: i, local: -1 }],
    backward: (y, x) => `${x[0]}.Gradient @ -${y}.Gradient;`,
    why: 'Nudge the input up, and the output goes down by as much.',
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
    why: 'Looking up copies a row. A row that was looked up three times gets three contributions, which add up. '
      + 'A row that was not looked up gets none, and its gradient is 0.',
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
    why: 'In each row, only the probability of the letter that came next counts. The others have no say, so their gradient is 0.',
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
    why: 'Each of n numbers makes up an n-th of their mean.',
  },
};

/** What a node's operation reads; values[id] are the values of any node. */
function operands(run, node, values) {
  const inputs = node.inputs.map(id => run.nodes[id]);
  return {
    names: inputs.map(input => input.name), in: inputs.map(input => values[input.id]), shapes: inputs.map(input => input.shape),
    out: values[node.id], shape: node.shape, indices: node.indices, letters: run.letters,
  };
}

/** How one number was computed, in words: "(−6) + 10". */
function formula({ terms, sign, call, after }) {
  const body = (terms.length > 1 ? terms.map(bracketed) : terms).join(sign);
  return call ? `${call}(${body})` : after ? `(${body})${after}` : body;
}
const forwardTerms = (run, node, values, cell) => operations[node.operation].forward(operands(run, node, values), cell);

/** Whether a node and everything it reads are single numbers, so that its formula fits on a line. */
const isSmall = (run, node) => node.shape.length === 0 && node.inputs.every(id => run.values[id].length === 1);
