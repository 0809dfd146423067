// The names that ship with the page, one on each line.
import { text } from 'engine';

let names;

export async function shippedNames() {
  names ??= (await text('indian-names.csv')).split('\n').slice(1).map((line) => line.split(',')[0]).join('\n');
  return names;
}
