// Losses and letters as words.
import { element } from 'elements';

export const lossText = (loss) => loss === Infinity ? '∞' : loss.toFixed(4);
export const lossShown = (id, loss) => element('b', { class: `number ${loss === Infinity ? 'never' : ''}`, id }, lossText(loss));

export const textOf = (letter) => letter === '.' ? 'the beginning' : letter;
