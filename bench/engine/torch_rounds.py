"""The other side of the engine's bench: the same steps in PyTorch, one round per line read.

Reads a JSON object a line on standard input, answers with a JSON object a line. The first line sets the case up:
{"case": "train" | "infer" | "fusion" | "tail", "sizePx", "batch", "batchNorm", "optimiser", "threads", "layout"}.
Every later line {"steps": n} runs n steps and answers {"ms": wall time per step, "cpuMs": processor time per step}.
"""
import json
import sys
import time

import torch
from torch import nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * width)
        self.downsample = None
        if stride != 1 or channels != 4 * width:
            self.downsample = nn.Sequential(nn.Conv2d(channels, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        y = F.relu(self.bn2(self.conv2(y)), inplace=True)
        y = self.bn3(self.conv3(y))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)), inplace=True)


def resnet101():
    layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for stage, count in enumerate([3, 4, 23, 3]):
        for index in range(count):
            layers.append(Block(channels, 64 << stage, 2 if index == 0 and stage > 0 else 1))
            channels = 256 << stage
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2048, 1))


class Fusion(nn.Module):
    def __init__(self, tokens, features, width, layers, heads, hidden):
        super().__init__()
        self.project = nn.Linear(features, width)
        self.place = nn.Parameter(torch.zeros(1, tokens, width))
        self.first = nn.Parameter(torch.zeros(1, 1, width))
        layer = nn.TransformerEncoderLayer(width, heads, hidden, 0.0, "gelu", batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers, nn.LayerNorm(width))
        self.head = nn.Linear(width, 1)

    def forward(self, x, missing):
        x = self.project(x) + self.place
        x = torch.cat([self.first.expand(x.shape[0], -1, -1), x], 1)
        mask = torch.cat([torch.zeros(x.shape[0], 1, dtype=torch.bool), missing], 1)
        return self.head(self.encoder(x, src_key_padding_mask=mask)[:, 0])


def optimiser(case, parameters):
    if case["optimiser"] == "adamw":
        return torch.optim.AdamW(parameters, lr=1e-4, weight_decay=0.01)
    return torch.optim.SGD(parameters, lr=1e-3, momentum=0.9, weight_decay=1e-4)


def trunk(model):
    """Freezes stem and stages 1 to 3; gives the number of layers that they are."""
    layers = len(model) - 3 - 3
    model[:layers].requires_grad_(False)
    return layers


def stepper(case):
    torch.manual_seed(0)
    batch = case["batch"]
    if case["case"] == "fusion":
        model = Fusion(case["tokens"], 2048, 256, 2, 8, 512)
        inputs = [torch.randn(batch, case["tokens"], 2048), torch.zeros(batch, case["tokens"], dtype=torch.bool)]
    else:
        model = resnet101()
        inputs = [torch.randn(batch, 3, case["sizePx"], case["sizePx"])]
        if case["layout"] == "channels_last":
            model = model.to(memory_format=torch.channels_last)
            inputs = [inputs[0].to(memory_format=torch.channels_last)]
    if case["case"] == "infer":
        model.eval()

        def infer():
            with torch.inference_mode():
                model(*inputs)

        return infer
    frozen = trunk(model) if case["case"] == "tail" else 0
    labels = torch.arange(batch).remainder(2).float().unsqueeze(1)
    update = optimiser(case, [p for p in model.parameters() if p.requires_grad])
    model.train(case.get("batchNorm") != "frozen")
    if frozen:
        model[:frozen].eval()

    def forward():
        if not frozen:
            return model(*inputs)
        with torch.no_grad():
            kept = model[:frozen](*inputs)
        return model[frozen:](kept)

    def train():
        update.zero_grad(set_to_none=True)
        F.binary_cross_entropy_with_logits(forward(), labels).backward()
        update.step()

    return train


def main():
    torch.set_flush_denormal(True)
    case = json.loads(sys.stdin.readline())
    torch.set_num_threads(case["threads"])
    step = stepper(case)
    for line in sys.stdin:
        count = json.loads(line)["steps"]
        start, spent = time.perf_counter(), time.process_time()
        for _ in range(count):
            step()
        wall, spent = time.perf_counter() - start, time.process_time() - spent
        print(json.dumps({"ms": wall * 1000 / count, "cpuMs": spent * 1000 / count}), flush=True)


main()
