#!/usr/bin/python3
"""A bare eager training loop: how many tokens a second PyTorch trains with this model, batch and number of threads.

Makes as many steps as each line of standard input says and answers each with one line of JSON, so that whoever compares
can take turns with it.
"""

import argparse
import json
import sys
import time

import torch

import machine
from gpt import Gpt, GptOptions


class Loop:
    def __init__(self, options):
        self.options = options
        self.generator = torch.Generator().manual_seed(1)
        self.model = Gpt(GptOptions.from_arguments(options)).initialize(self.generator)
        self.optimizer = self.model.optimizer(1e-3, (0.9, 0.95), 1e-8, 0.1)
        shape = (options.batch, options.context + 1)
        self.windows = torch.randint(options.vocabulary, shape, generator=self.generator)

    def run(self, steps):
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(steps):
            self.step()
        tokens = steps * self.options.batch * self.options.context
        return {"tokens": tokens, "seconds": time.perf_counter() - wall, "cpuSeconds": time.process_time() - cpu}

    def step(self):
        inputs_BT, targets_BT = self.windows[:, :-1].contiguous(), self.windows[:, 1:].contiguous()
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.model.loss(inputs_BT, targets_BT)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        loss.item()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    GptOptions.add_arguments(parser)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    loop = Loop(options)
    print(json.dumps(machine.describe()), flush=True)
    for line in sys.stdin:
        print(json.dumps(loop.run(int(line))), flush=True)


if __name__ == "__main__":
    main()
