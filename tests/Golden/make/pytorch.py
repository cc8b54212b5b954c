"""Weights through PyTorch and back, for tests/models/PyTorchTests.cs, which runs it in a folder with

    pictures.safetensors       `pictures` [N, 3, S, S]
    NAME.safetensors           a checkpoint of each family

and reads what it leaves there: NAME.theirs.safetensors, what PyTorch makes of each checkpoint, and NAME.foreign.safetensors, weights drawn by
PyTorch without any word of what they are, with NAME.expected.safetensors, what PyTorch makes of those.
"""

import glob
import os
import sys

import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../docs/pytorch"))
import both_ways  # noqa: E402
import tensors  # noqa: E402


def outputs(model, pictures):
    with torch.no_grad():
        results = {"output": model(pictures)}
        if hasattr(model, "encoder"):
            features = model.encode(pictures) if hasattr(model, "encode") else model.encoder(pictures)
            results["latent"] = model.mu(features) if hasattr(model, "mu") else features
        return results


def draw(model):
    """Other weights than those of a start, and running statistics as training leaves them."""
    with torch.no_grad():
        for name, value in model.state_dict().items():
            if name.endswith("num_batches_tracked"):
                value.fill_(3)
            elif name.endswith("running_var") or (value.dim() == 1 and name.endswith("weight")):
                value.uniform_(0.5, 1.5)
            elif value.dim() == 1:
                value.uniform_(-0.2, 0.2)
            else:
                value.mul_(2)


folder = sys.argv[1]
torch.manual_seed(1)
pictures = tensors.load_file(os.path.join(folder, "pictures.safetensors"))["pictures"]
for path in sorted(glob.glob(os.path.join(folder, "*.safetensors"))):
    name = path[: -len(".safetensors")]
    if os.path.basename(name) == "pictures":
        continue
    model, _ = both_ways.open_checkpoint(path)
    tensors.save_file(outputs(model, pictures), name + ".theirs.safetensors")
    model.apply(lambda module: module.reset_parameters() if hasattr(module, "reset_parameters") else None)
    draw(model)
    tensors.save_file(model.state_dict(), name + ".foreign.safetensors")
    tensors.save_file(outputs(model, pictures), name + ".expected.safetensors")
print(torch.__version__)
