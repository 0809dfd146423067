// What the reader may set, and how it stands in the address: #points?set=moons&layers=4-4.

export const SETS = [
  ['blobs', 'Two blobs'], ['xor', 'XOR'], ['circles', 'Circles'], ['moons', 'Two moons'], ['spirals', 'Spirals'],
];
export const ACTIVATIONS = [['tanh', 'tanh'], ['relu', 'relu'], ['sigmoid', 'sigmoid']];
export const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const BATCHES = [1, 2, 5, 10, 20, 50, 100, 200];
export const SPEEDS = [['one', '1'], ['ten', '10'], ['full', 'all it can']];
export const MOST_LAYERS = 4, MOST_NEURONS = 8, MOST_NOISE = 0.3;
export const isSeed = (text) => /^\d{1,9}$/.test(text);

/** What the address says, as far as it makes sense. */
export function settingsOf(address) {
  const known = (options, value, other) => options.some(([one]) => one === value) ? value : other;
  const within = (list, value, other) => list.includes(Number(value)) ? Number(value) : other;
  const noise = Number(address.noise ?? 0.05);
  const hidden = (address.layers ?? '4').split('-').filter(Boolean).map(Number);
  const isLayer = (count) => Number.isInteger(count) && count >= 1 && count <= MOST_NEURONS;
  return {
    set: known(SETS, address.set, 'moons'),
    noise: noise >= 0 && noise <= MOST_NOISE ? noise : 0.05,
    hidden: hidden.length <= MOST_LAYERS && hidden.every(isLayer) ? hidden : [4],
    activation: known(ACTIVATIONS, address.activation, 'tanh'),
    rate: within(RATES, address.rate, 0.1),
    batch: within(BATCHES, address.batch, 10),
    seed: isSeed(address.seed) ? address.seed : '1',
    speed: known(SPEEDS, address.speed, 'ten'),
  };
}

/** The same the other way round. No hidden layer is "-". */
export const addressOf = ({ set, noise, hidden, activation, rate, batch, seed, speed }) =>
  ({ set, noise, layers: hidden.join('-') || '-', activation, rate, batch, seed, speed });
