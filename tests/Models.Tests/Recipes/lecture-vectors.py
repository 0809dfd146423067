# Prints lecture-vectors.json: the losses of the networks of Karpathy's lectures 3 and 5 on makemore (2022) on the names that ship, by
# PyTorch. Run it: apt-get install -y python3-torch && /usr/bin/python3 lecture-vectors.py > lecture-vectors.json
import csv
import json
import pathlib
import random
import re
import torch
from torch.nn.functional import cross_entropy

BATCH, STEPS, RATE = 32, 1001, 0.1
DATA = pathlib.Path(__file__).resolve().parents[3] / "data" / "indian-names.csv"

with open(DATA, encoding="utf-8", newline="") as file:
    names = [row["Name"].strip().lower() for row in csv.DictReader(file)]
names = [name for name in names if re.fullmatch("[a-z]+", name)]
letters = sorted(set("".join(names)))
TOKENS = 1 + len(letters)
random.seed(42)
random.shuffle(names)


first, second = int(0.8 * len(names)), int(0.9 * len(names))  # the ends of the names for training and for validation


def examples(names, block):
    """Their contexts and targets."""
    contexts, targets = [], []
    for name in names:
        tokens = [0] * block + [1 + letters.index(letter) for letter in name] + [0]
        for end in range(block, len(tokens)):
            contexts.append(tokens[end - block : end])
            targets.append(tokens[end])
    return torch.tensor(contexts), torch.tensor(targets)


def normal(generator, deviation, *shape):
    return torch.randn(shape, generator=generator) * deviation


class Norm:
    """The variance is unbiased, where PyTorch's layer divides by the biased one."""

    def __init__(self, features, scale=1.0):
        self.weights = [torch.full((features,), scale), torch.zeros(features)]
        self.mean, self.variance = torch.zeros(features), torch.ones(features)  # running averages

    def __call__(self, x, training):
        axes = tuple(range(x.dim() - 1))
        mean, variance = (x.mean(axes), x.var(axes)) if training else (self.mean, self.variance)
        if training:
            self.mean, self.variance = 0.9 * self.mean + 0.1 * mean.detach(), 0.9 * self.variance + 0.1 * variance.detach()
        scale, shift = self.weights
        return scale * (x - mean) / (variance + 1e-5).sqrt() + shift


def plain(generator):
    """Lecture 3, before batch normalization: one hidden layer of 200."""
    inputs, hidden = 3 * 10, 200
    weights = [
        normal(generator, 1, TOKENS, 10),
        normal(generator, 5 / 3 / inputs**0.5, inputs, hidden), normal(generator, 0.01, hidden),
        normal(generator, 0.01, hidden, TOKENS), normal(generator, 0, TOKENS),
    ]

    def scores(contexts, training):
        table, w1, b1, w2, b2 = weights
        return (table[contexts].flatten(1) @ w1 + b1).tanh() @ w2 + b2

    return 3, weights, scores


def deep(generator):
    """Lecture 3, its last network: five hidden layers of 100, and all six layers normalized."""
    sizes = [3 * 10, 100, 100, 100, 100, 100, TOKENS]
    table = normal(generator, 1, TOKENS, 10)
    layers = [normal(generator, inputs**-0.5, inputs, outputs) for inputs, outputs in zip(sizes, sizes[1:])]
    norms = [*(Norm(size) for size in sizes[1:-1]), Norm(TOKENS, scale=0.1)]

    def scores(contexts, training):
        x = table[contexts].flatten(1)
        for layer, norm in zip(layers[:-1], norms):
            x = norm(x @ layer, training).tanh()
        return norms[-1](x @ layers[-1], training)

    return 3, [table, *layers, *(weight for norm in norms for weight in norm.weights)], scores


def wavenet(generator):
    """Lecture 5: each of three layers puts two neighbours together, from 8 characters to 1."""
    sizes = [24, 128, 128, 128]
    table = normal(generator, 1, TOKENS, 24)
    layers = [normal(generator, (2 * inputs) ** -0.5, 2 * inputs, outputs) for inputs, outputs in zip(sizes, sizes[1:])]
    norms = [Norm(size) for size in sizes[1:]]
    head, bias = normal(generator, 0.1 * 128**-0.5, 128, TOKENS), torch.zeros(TOKENS)

    def scores(contexts, training):
        x = table[contexts]
        for layer, norm in zip(layers, norms):
            x = norm(x.unflatten(1, (-1, 2)).flatten(2) @ layer, training).tanh()
        return x.squeeze(1) @ head + bias

    return 8, [table, *layers, *(weight for norm in norms for weight in norm.weights), head, bias], scores


def train(network, seed):
    generator = torch.Generator().manual_seed(seed)  # for the weights, and then the batches
    block, weights, scores = network(generator)
    contexts, targets = examples(names[:first], block)
    held_contexts, held_targets = examples(names[first:second], block)
    for weight in weights:
        weight.requires_grad_()
    losses, held_back = [], {}
    for step in range(STEPS):
        drawn = torch.randint(len(targets), (BATCH,), generator=generator)
        loss = cross_entropy(scores(contexts[drawn], training=True), targets[drawn])
        for weight, slope in zip(weights, torch.autograd.grad(loss, weights)):
            weight.data -= RATE * slope
        losses.append(loss.item())
        if step in (200, 1000):
            held_back[step] = cross_entropy(scores(held_contexts, training=False), held_targets).item()
    return {
        "parameters": sum(weight.numel() for weight in weights),
        "losses": losses[:20],
        "later": {step: losses[step] for step in (100, 200, 500, 1000)},
        "held back": held_back,
    }


recorded = {
    "source": f"torch {torch.__version__}, by lecture-vectors.py",
    "lecture-3-plain": train(plain, 2147483647),
    "lecture-3": train(deep, 2147483647),
    "lecture-5": train(wavenet, 42),
}
print(json.dumps(recorded, indent=1))
