// The networks that the rung of names can train: their sizes, how they begin, and what is to be said about each.

const NUMBERS = 'moves all its numbers a little, against their gradients.';
const WIDTH = 32, EMBEDDING = 16; // of those with a state: as in lesson 17
const MEMORY_WORDS = ['loss', 'step', 'batch', 'learning rate', 'gradient', 'state', 'embedding', 'score', 'softmax'];
const GATED_WORDS = MEMORY_WORDS.toSpliced(6, 0, 'gate');

const whatIsLeftOfTheFirst = {
  ask: 'The network has read v, i, r, a, one after another. What can it still know of the v?',
  answers: [
    {
      text: 'Nothing: it only sees the last letter',
      hint: 'The last letter is all that it is given now. But it was given the v before, and that has changed its state.',
    },
    {
      text: 'What its state still holds of it',
      right: `Of all that it has read, ${WIDTH} numbers are left. Each letter changes them, and may wipe out what was there.`,
    },
    {
      text: 'Everything: the letters are kept in a list',
      hint: `There is no list. A name of any length has to be noted in the same ${WIDTH} numbers.`,
    },
  ],
};

/** What networks with a state have in common, and what the rung tells of one of them. */
const recurrent = (id, text, told) => ({
  id,
  text,
  options: [`width=${WIDTH}`, `embedding-size=${EMBEDDING}`],
  batch: 8,
  rate: 0.005,
  fastest: -1,
  target: 2,
  later: 500,
  takes: '8 names',
  hasMemory: true,
  wiped: id === 'lstm' ? 'forgotten' : 'replaced',
  beyondPairs: 'It is better than counting pairs, so it uses more than the last letter: its state has carried it. '
    + 'Look at what it remembers.',
  told: {
    question: whatIsLeftOfTheFirst,
    goal: 'Type a long name, and see how fast what matters fades. Then get the loss under 2.0, as a mean of the last 200 steps, '
      + 'and look again.',
    lesson: '17-memory',
    answer: 'Untrained, the gradient fades with every letter on its way back. Training has made it reach farther: '
      + 'the network has learned to remember.',
    ...told,
  },
});

export const networks = [
  {
    id: 'mlp',
    text: 'MLP',
    options: [],
    batch: 32,
    rate: 0.1,
    target: 2.2,
    takes: '32 examples',
    starts: {
      untrained: { text: 'untrained: a loss of about 15', options: [] },
      good: { text: 'a good start: 3.3', options: ['init=kaiming'] },
      later: { text: 'after 1,000 steps', options: [], steps: 1000 },
    },
    says: saysTheMlp,
  },
  {
    id: 'wavenet',
    text: 'WaveNet',
    options: ['embedding-size=10', `hidden-size=${WIDTH}`],
    batch: 32,
    rate: 0.1,
    target: 2.1,
    later: 1000,
    takes: '32 examples',
    hasTree: true,
    beyondPairs: 'It is better than counting pairs, so it uses more than the last letter. '
      + 'Change the beginning, and look at the tree.',
    told: {
      idea: 'A network reads eight letters and fuses them two by two: into pairs, fours, and all eight. '
        + `It says how probable each letter is next. A step takes 32 examples from a list of names and ${NUMBERS}`,
      question: {
        ask: 'The eight letters make four pairs. How many sets of weights do the four pairs have?',
        answers: [
          {
            text: 'Four, one for each place',
            hint: 'Then it would have to learn what a pair of letters means four times over.',
          },
          {
            text: 'One, that all four share',
            right: 'The same pair of letters gives the same numbers wherever it stands. '
              + 'Only the next level knows which pair came first.',
          },
          {
            text: 'None: pairs are only put side by side',
            hint: 'They are put side by side first. Then a layer makes new numbers of the two.',
          },
        ],
      },
      goal: 'Get the loss under 2.1, as a mean of the last 200 steps. Then compare it with the MLP, which sees three letters.',
      lesson: '16-wavenet',
      words: ['loss', 'step', 'batch', 'learning rate', 'embedding', 'layer', 'tanh', 'score', 'softmax'],
      answer: 'With eight letters, most names are seen from their beginning. '
        + 'Much of the loss that is left can never be told from them: many names begin alike.',
    },
  },
  recurrent('rnn', 'RNN', {
    idea: 'A network reads a name letter by letter. All that it knows of the letters before is its state: '
      + `${WIDTH} numbers, which each letter makes anew. A step takes 8 names and ${NUMBERS}`,
    words: MEMORY_WORDS,
  }),
  recurrent('gru', 'GRU', {
    idea: `A network reads a name letter by letter, and carries a state of ${WIDTH} numbers along. With each letter, `
      + `a gate says how much of each number is kept, and how much replaced. A step takes 8 names and ${NUMBERS}`,
    words: GATED_WORDS,
  }),
  recurrent('lstm', 'LSTM', {
    idea: `A network reads a name letter by letter, and carries a memory of ${WIDTH} numbers along. With each letter, `
      + 'one gate says how much of each number is kept, one how much is let in, and one how much is let out. '
      + `A step takes 8 names and ${NUMBERS}`,
    words: GATED_WORDS,
  }),
].map((network) => ({ starts: startsOf(network), says: saysOf(network), ...network }));

/** Those that begin with small scores know nothing at first, and say so. */
function startsOf({ options, later }) {
  return {
    untrained: { text: 'untrained: 3.3', options },
    later: { text: `after ${later?.toLocaleString('en')} steps`, options, steps: later },
  };
}

const TOO_LARGE = 'The numbers have become too large to compute with: the rate is too high. Start again with a smaller one.';
const TOO_LONG = 'The steps are too long: each throws the weights further than the last. Start again with a smaller rate.';
const FREQUENT = 'Better than chance. It has found which letters are frequent, and which often end a name.';

/** One sentence beside the curve: what the loss means now. */
function saysTheMlp({ steps, isGiven, first, chance, counting }, loss) {
  if (!Number.isFinite(loss)) return TOO_LARGE;
  if (steps === 0 && isGiven)
    return 'The model as it was trained. Train it on, walk through a step, or change one of its numbers.';
  if (steps === 0 && first > chance + 0.5)
    return 'The loss is the mean of −ln p, for the letters that came. Untrained, it is sure of letters that are wrong: '
      + `worse than knowing nothing, ${chance.toFixed(2)}.`;
  if (steps === 0)
    return 'A good start: its small scores make all letters about equally likely, so it begins where knowing nothing is.';
  if (loss > Math.max(first, chance) + 1) return TOO_LONG;
  if (loss > chance) return 'It is still worse than chance: first it unlearns what it was sure of without reason.';
  if (loss > counting + 0.35) return FREQUENT;
  if (loss > counting + 0.05) return 'It has found which letters follow which. Click the curve to go back to any step.';
  return 'Now it uses all three letters. From here on, progress is slow. Click the curve to go back to any step.';
}

/** The same for a network that begins with small scores. */
function saysOf({ beyondPairs }) {
  return ({ steps, isGiven, chance, counting }, loss) => {
    if (!Number.isFinite(loss)) return TOO_LARGE;
    if (steps === 0 && isGiven) return 'The model as it was trained. Train it on, or change one of its numbers.';
    if (steps === 0)
      return 'Its first scores are small: all letters are about equally likely, so it begins where knowing nothing is.';
    if (loss > chance + 1) return TOO_LONG;
    if (loss > counting + 0.35) return 'First it finds which letters are frequent, and which often end a name.';
    if (loss > counting - 0.05) return 'It has found which letters follow which. Click the curve to go back to any step.';
    return beyondPairs;
  };
}
