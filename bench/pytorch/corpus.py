"""The bytes of a text file: the first part to train on, the rest held out."""

import numpy
import torch


class Corpus:
    def __init__(self, path, held_out, context):
        with open(path, "rb") as file:
            tokens = torch.from_numpy(numpy.frombuffer(file.read(), dtype=numpy.uint8).astype(numpy.int64))
        split = len(tokens) - int(len(tokens) * held_out)
        self.training = tokens[:split]
        self.held_out = tokens[split:]
        self.context = context
        if min(len(self.training), len(self.held_out)) <= context:
            raise SystemExit(f"{path}: {len(tokens)} bytes are too few for a context of {context}")

    def draw(self, batch, generator):
        """A batch of windows, every start equally likely: inputs and targets, each (B, T)."""
        starts = torch.randint(len(self.training) - self.context, (batch, 1), generator=generator)
        windows = self.training[starts + torch.arange(self.context + 1)]
        return windows[:, :-1].contiguous(), windows[:, 1:].contiguous()

    def held_out_batches(self, batch):
        """Windows one after another, so that every held-out byte but the first is a target at most once."""
        windows = self.held_out.unfold(0, self.context + 1, self.context)
        for first in range(0, len(windows), batch):
            part = windows[first : first + batch]
            yield part[:, :-1].contiguous(), part[:, 1:].contiguous()
