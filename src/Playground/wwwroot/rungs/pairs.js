// Pairs of letters: the first language model, made by counting. Its four cards stand in pairs/.
import { numberOf, oneAfterAnother } from 'elements';
import { tableCard } from 'pairs/table';
import { nameCard } from 'pairs/likelihood';
import { LARGEST, smoothingCard } from 'pairs/smoothing';
import { madeCard } from 'pairs/made';
import { namesToLearn } from 'given';

const GOAL = { letters: 5, loss: 1.5 };

export const pairs = {
  id: 'pairs',
  title: 'Pairs',
  idea: 'A name is a chain of pairs: a letter, and the one that comes next. Count the pairs in a list of names, and divide each '
    + 'row of counts by its sum. That is a language model already: it says how probable a name is, and it makes new ones.',
  question: {
    ask: 'A name has six pairs of letters. Five are very common, and one was never counted. How probable does the model find it?',
    answers: [
      {
        text: 'Five sixths as probable as without that pair',
        hint: 'That would be a mean. But all six pairs have to happen, one after another. What is done with their probabilities?',
      },
      {
        text: 'Not at all: its probability is 0',
        right: 'The probabilities are multiplied, and one of them is 0. Ask it about qadir, and see. '
          + 'Smoothing adds a little to every count, so that unseen does not mean impossible.',
      },
      {
        text: 'It cannot say: the pair is unknown',
        hint: 'It counted that pair, too: 0 times. What is 0 divided by the sum of the row?',
      },
    ],
  },
  goal: `Make up a name of at least ${GOAL.letters} letters that is not in the list, and whose mean loss is below ${GOAL.loss}. `
    + 'Few real names are as typical. The strongest cells of the table show the way.',
  lesson: '04-count-pairs',
  words: ['boundary', 'likelihood', 'loss', 'ln', 'smoothing'],
  answer: 'The model looks back one letter, so a chain of common pairs is all it asks for. To it, shananana is more typical than '
    + 'nearly all real names. To know better, a model has to look farther back.',

  async open(root, page) {
    const { engine, address } = page;
    const text = await namesToLearn();
    const state = {
      model: null, // the counts, in the engine
      letters: [], // the first stands before and after each name
      sizes: [], // names that are counted, names held back, pairs that are counted
      chance: 0, // the loss of who knows nothing
      counts: address.counts === 'most' ? 'most' : 'all',
      smoothing: numberOf(address.smoothing, 0, 0, 10 ** LARGEST),
    };
    const ask = (name, ...args) => engine.call(`Pairs.${name}`, state.model, ...args);
    const inTurn = oneAfterAnother(page.tell);
    const shared = { page, state, ask, inTurn, smooth };
    const table = tableCard(shared), name = nameCard(shared, GOAL), made = madeCard(shared);
    const smoothing = smoothingCard(shared, recount);
    const firstFor = { pair: table, name, seed: made, draw: made, counts: smoothing, smoothing };

    let isClosed = false;
    async function count() {
      const before = state.model, model = await engine.call('Pairs.Count', text, state.counts === 'most');
      if (isClosed) return engine.release(model);
      state.model = model;
      if (before) await engine.release(before);
      state.letters = await ask('Letters');
      state.sizes = await ask('Sizes');
      [,, state.chance] = await ask('Losses');
      return undefined;
    }

    async function showAll() {
      await ask('Smooth', state.smoothing);
      for (const card of [table, name, smoothing, made]) await card.refresh();
    }

    function recount(counts) {
      state.counts = counts;
      page.keep({ counts: counts === 'all' ? '' : counts });
      return inTurn(async () => {
        await count();
        await showAll();
      });
    }

    let waits = false; // a slider says more than can be shown: what waits shows the last of it
    function smooth(smoothing) {
      state.smoothing = smoothing;
      page.keep({ smoothing: smoothing || '' });
      if (waits) return undefined;
      waits = true;
      return inTurn(() => {
        waits = false;
        return showAll();
      });
    }

    // Who asks for something sees it first.
    const first = firstFor[Object.keys(firstFor).find((one) => address[one])] ?? table;
    root.append(...new Set([first, table, name, smoothing, made].map((card) => card.root)));
    await count();
    await showAll();
    return () => {
      isClosed = true;
      return engine.release(state.model);
    };
  },
};
