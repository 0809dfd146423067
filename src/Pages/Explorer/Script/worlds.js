// What there is to look at, and the mistakes that a reader can make on purpose.

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
      + `(as many as ${[...data.cases[0].contexts[0]].length}; a dot stands for no letter yet). `
      + `${data.cases[0].letters.length} probabilities come out, one for each letter, and the loss is small `
      + 'if the right letter was given a high probability. '
      + 'Everything works as in the small worlds, only in tables; the numbers are the engine’s. '
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
