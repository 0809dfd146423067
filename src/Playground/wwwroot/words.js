// Words, each in a sentence or two. A rung lists those that it uses.
export const meanings = {
  derivative: 'How far one number moves when another moves a little, divided by how far that one moved. '
    + 'On a curve it is the slope.',
  gradient: 'The derivative of the result, or of the loss, with respect to one number. Every number has its own. '
    + 'In the graph it is written ∂.',
  loss: 'One number that says how wrong the answer is. 0 is perfect; learning makes it smaller.',
  parameter: 'A number that learns: the update moves it. Weights and biases are parameters. Data stays as it is.',
  upstream: 'What has arrived at a number on the way back: its gradient.',
  local: 'The slope on one arrow: how far the number at its end moves when the one at its start moves by 1.',
  'chain rule': 'Slopes along a way are multiplied. If a moves b twice as far, and b moves c three times as far, '
    + 'a moves c six times as far.',
  weight: 'What an input is multiplied with. A large weight lets that input count for much.',
  bias: 'A number that is added, whatever the inputs are.',
  neuron: 'It multiplies its inputs with weights, adds them and a bias up, and bends the sum.',
  tanh: 'A curve like a flat S: it bends any number into one between −1 and 1. In the middle its slope is 1, far out nearly 0.',
  relu: 'It keeps what is above 0 and makes everything else 0.',
  sigmoid: 'A curve like a flat S, from 0 to 1: it makes a probability of a number.',
  exp: 'e to the power of x, with e = 2.718…: a curve that grows the faster, the higher it is.',
  ln: 'The natural logarithm: ln y is the x for which exp(x) is y. ln 1 is 0; the ln of small numbers is far below 0.',
  boundary: 'The dot before and after each name. From it a model learns how names begin and where they end.',
  likelihood: 'The probability of what is really there: for a name, the product of the probabilities of its pairs.',
  smoothing: 'Adding a number to every count, as if each pair had been seen that many times more.',
  'learning rate': 'How far a step goes for a slope of 1.',
  step: 'One round of learning: compute the loss, compute all gradients, move every parameter by −rate × gradient.',
  batch: 'The examples that one step looks at.',
  layer: 'Neurons side by side. A hidden layer is one between the inputs and the answer.',
  spread: 'How far numbers lie from their mean: the standard deviation.',
  gain: 'The weights of a layer with n inputs are drawn with the spread gain / √n. '
    + 'With gain 1, its sums are about as large as its inputs.',
  saturated: 'Beyond ±0.97 tanh is nearly flat: its slope is below 0.06. A neuron there hardly hears what it should change.',
  BatchNorm: 'It takes the sums of a neuron, one for each example of the batch, subtracts their mean and divides by their '
    + 'spread. Then it multiplies by a scale and adds a shift, which are learned.',
  score: 'A number for each possible answer: the higher, the likelier. Also called a logit.',
  softmax: 'It makes probabilities of scores: exp of each score, divided by the sum of all of them.',
  state: 'Numbers that a network carries along from letter to letter. All that it knows of the letters before is in them.',
  gate: 'A number from 0 to 1, computed by a layer, that says how much of another number is let through.',
  embedding: 'A table with a few numbers for each letter, which are looked up and learned. Looking up copies a row.',
  attention: 'Each letter asks a question (its query), and each letter before it holds up a key. The better the two fit, '
    + 'the more of that letter’s value is taken. Queries, keys and values are products with learned weights; '
    + 'softmax makes shares of how well they fit.',
};
