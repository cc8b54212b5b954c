"""PyTorch beside this engine on one GPU, measured the way `ilgpu-ae benchmark` measures: wall clock over back-to-back steps.

  python3 torch_peer.py [--models mlp,conv,improved] [--batches 64,256] [--modes ...] [--seconds 2] [--limit 150] [--device cuda]
  python3 torch_peer.py --ceilings            bandwidth of a copy, tf32/fp32/bf16 products on random data
  python3 torch_peer.py --layers improved     each convolution of a step by itself: forward, by input, by weight (NHWC, tf32)

Steps are not waited for one by one, which would charge eager modes for every launch; modes with `+upload` copy the batch from
page-locked memory each step as this engine does; products are cuBLAS on random numbers; nothing begins after --limit seconds.
Lines are those that `table` reads: `conv eager-tf32 batch 64 size 64 1.234 ms/step 51864 images/s`.
"""
import argparse, statistics, sys, time, torch
from torch import nn
import torch.nn.functional as F

START = time.time()
MODES = "eager-fp32,eager-tf32,channels-last-tf32,graph-tf32,graph-tf32+upload,graph-bf16"


def mlp(s, l):
    d = 3 * s * s
    return nn.Sequential(nn.Flatten(), nn.Linear(d, 1024), nn.ReLU(), nn.Linear(1024, l), nn.Linear(l, 1024), nn.ReLU(), nn.Linear(1024, d), nn.Sigmoid(), nn.Unflatten(1, (3, s, s)))


def conv(s, l):
    q = s // 8
    return nn.Sequential(
        nn.Conv2d(3, 32, 4, 2, 1), nn.ReLU(), nn.Conv2d(32, 64, 4, 2, 1), nn.ReLU(), nn.Conv2d(64, 128, 4, 2, 1), nn.ReLU(),
        nn.Flatten(), nn.Linear(128 * q * q, l), nn.Linear(l, 128 * q * q), nn.ReLU(), nn.Unflatten(1, (128, q, q)),
        nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(32, 3, 4, 2, 1), nn.Sigmoid())


def improved(s, l):
    q, layers, c = s // 16, [], 3
    for n in (64, 128, 256, 512):
        layers += [nn.Conv2d(c, n, 4, 2, 1, bias=False), nn.BatchNorm2d(n), nn.LeakyReLU(0.2)]; c = n
    layers += [nn.Flatten(), nn.Dropout(0.1), nn.Linear(512 * q * q, l), nn.Linear(l, 512 * q * q), nn.Unflatten(1, (512, q, q)), nn.BatchNorm2d(512), nn.LeakyReLU(0.2)]
    for n in (256, 128, 64):
        layers += [nn.ConvTranspose2d(c, n, 4, 2, 1, bias=False), nn.BatchNorm2d(n), nn.LeakyReLU(0.2)]; c = n
    return nn.Sequential(*layers, nn.ConvTranspose2d(c, 3, 4, 2, 1), nn.Sigmoid())


def precision(tf32):
    # Only the old switches: mixing them with fp32_precision raises.
    torch.backends.cuda.matmul.allow_tf32 = tf32
    torch.backends.cudnn.allow_tf32 = tf32
    torch.backends.cudnn.benchmark = True


def sync(a):
    if a.device == "cuda":
        torch.cuda.synchronize()


def pace(step, a, seconds):
    """Milliseconds a step: five windows, the median; in each the host waits only at its end."""
    for _ in range(15):
        step()
    sync(a)
    t = time.perf_counter(); step(); step(); step(); step(); sync(a)
    n = max(4, int(seconds / 5 / max(1e-6, (time.perf_counter() - t) / 4)))
    out = []
    for _ in range(5):
        t = time.perf_counter()
        for _ in range(n):
            step()
        sync(a)
        out.append((time.perf_counter() - t) / n * 1e3)
    return statistics.median(out)


def bench(name, mode, batch, a):
    base, _, upload = mode.partition("+")
    bf16, graph, compiled = "bf16" in base, base.startswith("graph"), base.startswith("compile")
    precision(not base.endswith("fp32"))
    torch.manual_seed(1)
    last = not base.startswith("eager")
    fmt = torch.channels_last if last else torch.contiguous_format
    model = {"mlp": mlp, "conv": conv, "improved": improved}[name](a.size, 256).to(a.device).to(memory_format=fmt)
    x = torch.rand(batch, 3, a.size, a.size, device=a.device).to(memory_format=fmt)
    host = [torch.empty(batch, 3, a.size, a.size, pin_memory=a.device == "cuda", memory_format=fmt).uniform_() for _ in range(3)] if upload else []
    fused = last and a.device == "cuda"
    opt = torch.optim.Adam(model.parameters(), 1e-3, fused=fused, capturable=graph and a.device == "cuda")
    forward = torch.compile(model, mode="reduce-overhead") if compiled else model

    def compute():
        opt.zero_grad(set_to_none=True)
        with torch.autocast(a.device, torch.bfloat16, enabled=bf16):
            y = forward(x)
        F.mse_loss(y.float(), x).backward()
        opt.step()
    run = compute
    if graph:
        side = torch.cuda.Stream(); side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(5):
                compute()
        torch.cuda.current_stream().wait_stream(side)
        g = torch.cuda.CUDAGraph(); opt.zero_grad(set_to_none=True)
        with torch.cuda.graph(g):
            compute()
        run = g.replay
    turn = [0]

    def step():
        if upload:
            turn[0] += 1
            x.copy_(host[turn[0] % 3], non_blocking=True)
        run()
    ms = pace(step, a, a.seconds)
    print(f"{name} {mode} batch {batch} size {a.size} {ms:.4f} ms/step {batch / ms * 1000:.0f} images/s", flush=True)


def ceilings(a):
    n = (1 << 29) if a.device == "cuda" else 1 << 22
    x, y = torch.empty(n, device=a.device).normal_(), torch.empty(n, device=a.device)
    ms = pace(lambda: y.copy_(x), a, a.seconds)
    print(f"copy {8 * n / ms / 1e9:.3f} TB/s read and written", flush=True)
    del x, y
    for size in (1024, 2048, 4096, 8192) if a.device == "cuda" else (256,):
        for what, kind, tf32 in (("fp32", torch.float32, False), ("tf32", torch.float32, True), ("bf16", torch.bfloat16, True)):
            if time.time() - START > a.limit:
                return
            precision(tf32)
            pairs = [(torch.randn(size, size, device=a.device).to(kind), torch.randn(size, size, device=a.device).to(kind)) for _ in range(3)]
            turn = [0]

            def step():
                turn[0] += 1
                p = pairs[turn[0] % 3]
                return p[0] @ p[1]
            ms = pace(step, a, a.seconds / 2)
            print(f"matmul {size} {what} {ms:.4f} ms {2 * size ** 3 / ms / 1e9:.1f} TFLOP/s", flush=True)


def layers(name, a):
    """Each convolution of `improved` or `conv`: cuDNN on NHWC in tf32, the products that TileKernel makes."""
    precision(True)
    shapes, c, s = [], 3, a.size
    for n in (64, 128, 256, 512) if name == "improved" else (32, 64, 128):
        shapes.append((c, s, n)); c, s = n, s // 2
    cl = torch.channels_last
    for batch in a.batch_list:
        for c, s, n in shapes:
            if time.time() - START > a.limit:
                return
            x = torch.randn(batch, c, s, s, device=a.device).to(memory_format=cl)
            w = torch.randn(n, c, 4, 4, device=a.device).to(memory_format=cl)
            dy = torch.randn(batch, n, s // 2, s // 2, device=a.device).to(memory_format=cl)
            flop = 2.0 * batch * (s // 2) ** 2 * n * c * 16
            back = torch.ops.aten.convolution_backward
            for what, step in (("forward", lambda: F.conv2d(x, w, None, 2, 1)),
                               ("by-input", lambda: back(dy, x, w, None, [2, 2], [1, 1], [1, 1], False, [0, 0], 1, [True, False, False])),
                               ("by-weight", lambda: back(dy, x, w, None, [2, 2], [1, 1], [1, 1], False, [0, 0], 1, [False, True, False]))):
                ms = pace(step, a, a.seconds / 4)
                print(f"layer {name} batch {batch} {c}x{s}x{s}->{n} {what} {ms * 1e3:.1f} us {flop / ms / 1e9:.1f} TFLOP/s", flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--models", default="mlp,conv,improved"); p.add_argument("--modes", default=MODES)
    p.add_argument("--batch"); p.add_argument("--batches", default="64,256"); p.add_argument("--size", type=int, default=64)
    p.add_argument("--seconds", type=float, default=1.5); p.add_argument("--limit", type=float, default=150); p.add_argument("--device", default="cuda")
    p.add_argument("--ceilings", action="store_true"); p.add_argument("--layers")
    a = p.parse_args()
    a.batch_list = [int(b) for b in (a.batch or a.batches).split(",")]
    print(torch.__version__, torch.cuda.get_device_name() if a.device == "cuda" else "cpu", flush=True)
    if a.ceilings or "matmul" in a.models:
        ceilings(a)
    if a.layers:
        layers(a.layers, a)
    if a.ceilings or a.layers:
        return
    for batch in a.batch_list:
        for m in a.models.split(","):
            for mode in a.modes.split(","):
                if m == "matmul":
                    continue
                if time.time() - START > a.limit:
                    print(f"{m} {mode} batch {batch} not run: the limit of {a.limit:.0f} s is reached", flush=True); continue
                try:
                    bench(m, mode, batch, a)
                except Exception as e:
                    print(f"{m} {mode} batch {batch} failed: {type(e).__name__} {str(e).splitlines()[0][:150]}", flush=True)
                if a.device == "cuda":
                    torch.cuda.empty_cache()


main()
