"""The other side of `npm run test:interop`: models of PyTorch, saved and read back.

Usage: interop.py make FOLDER    writes <model>/weights.safetensors and <model>/example.safetensors
       interop.py verify FOLDER  holds <model>/back.safetensors, which Patchbay wrote, to the model

safetensors are packed and unpacked here by hand, from the description of the format, so that nothing
of ours checks itself. Modules are named as in torchvision and torch.nn. Needs torch only.
"""
import json
import math
import struct
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

TOKENS = 13
WIDTH, HEADS, LAYERS, INNER = 8, 2, 2, 16


class EncoderBlock(nn.Module):
    """torchvision.models.vision_transformer.EncoderBlock, by its names."""

    def __init__(self):
        super().__init__()
        self.ln_1 = nn.LayerNorm(WIDTH, eps=1e-6)
        self.self_attention = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
        self.ln_2 = nn.LayerNorm(WIDTH, eps=1e-6)
        self.mlp = nn.Sequential(
            nn.Linear(WIDTH, INNER), nn.GELU(), nn.Dropout(0.0), nn.Linear(INNER, WIDTH), nn.Dropout(0.0)
        )

    def forward(self, x):
        y = self.ln_1(x)
        x = x + self.self_attention(y, y, y, need_weights=False)[0]
        return x + self.mlp(self.ln_2(x))


class VisionTransformer(nn.Module):
    def __init__(self, patch=4, size=12, classes=5):
        super().__init__()
        self.class_token = nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.conv_proj = nn.Conv2d(3, WIDTH, patch, patch)
        self.encoder = nn.Module()
        tokens = (size // patch) ** 2 + 1
        self.encoder.pos_embedding = nn.Parameter(torch.zeros(1, tokens, WIDTH))
        self.encoder.layers = nn.Module()
        for i in range(LAYERS):
            self.encoder.layers.add_module(f"encoder_layer_{i}", EncoderBlock())
        self.encoder.ln = nn.LayerNorm(WIDTH, eps=1e-6)
        self.heads = nn.Module()
        self.heads.head = nn.Linear(WIDTH, classes)

    def forward(self, image):  # [B, H, W, C], as Patchbay has it
        x = self.conv_proj(image.permute(0, 3, 1, 2)).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_token.expand(len(x), -1, -1), x], dim=1) + self.encoder.pos_embedding
        for layer in self.encoder.layers.children():
            x = layer(x)
        return self.heads.head(self.encoder.ln(x)[:, 0])


class Translator(nn.Module):
    """Vaswani et al. 2017: post-norm, sinusoids, one table for both languages and the output."""

    def __init__(self):
        super().__init__()
        encoder = nn.TransformerEncoderLayer(WIDTH, HEADS, INNER, dropout=0.0, batch_first=True)
        decoder = nn.TransformerDecoderLayer(WIDTH, HEADS, INNER, dropout=0.0, batch_first=True)
        self.embedding = nn.Embedding(TOKENS, WIDTH)
        self.transformer = nn.Transformer(
            WIDTH,
            HEADS,
            batch_first=True,
            custom_encoder=nn.TransformerEncoder(encoder, LAYERS, enable_nested_tensor=False),
            custom_decoder=nn.TransformerDecoder(decoder, LAYERS),
        )

    def embed(self, tokens):
        position = torch.arange(tokens.shape[1]).unsqueeze(1)
        angle = position / 10000 ** (torch.arange(0, WIDTH, 2) / WIDTH)
        waves = torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(1)
        return self.embedding(tokens) * math.sqrt(WIDTH) + waves

    def forward(self, source, target):
        padding = source == 0
        causal = nn.Transformer.generate_square_subsequent_mask(target.shape[1])
        y = self.transformer(
            self.embed(source),
            self.embed(target),
            tgt_mask=causal,
            src_key_padding_mask=padding,
            memory_key_padding_mask=padding,
        )
        return y @ self.embedding.weight.T


class Recurrent(nn.Module):
    def __init__(self, kind, layers, bidirectional):
        super().__init__()
        self.recurrent = kind(3, 4, layers, bidirectional=bidirectional, batch_first=True)
        self.head = nn.Linear(8 if bidirectional else 4, 5)

    def forward(self, sequence):
        y, state = self.recurrent(sequence)
        state = state[0] if isinstance(state, tuple) else state
        count = 2 if self.recurrent.bidirectional else 1
        return self.head(torch.cat(list(state[-count:]), dim=1))


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.head = nn.Linear(4, 5)

    def forward(self, image):  # [B, H, W, C]
        y = self.norm(self.conv(image.permute(0, 3, 1, 2))).relu()
        return self.head(y.mean(dim=(2, 3)))


def image(*shape):
    return torch.rand(shape)


def tokens(rows):
    return torch.tensor(rows, dtype=torch.int64)


MODELS = {
    "vit": (VisionTransformer, lambda: {"image": image(2, 12, 12, 3)}, torch.float32),
    "vit-half": (VisionTransformer, lambda: {"image": image(2, 12, 12, 3)}, torch.float16),
    "transformer": (
        Translator,
        lambda: {
            "source": tokens([[3, 5, 7, 9, 2, 0], [4, 2, 0, 0, 0, 0]]),
            "target": tokens([[1, 9, 7, 5, 3, 2], [1, 4, 6, 8, 3, 11]]),
        },
        torch.float32,
    ),
    "lstm": (lambda: Recurrent(nn.LSTM, 2, True), lambda: {"sequence": torch.randn(2, 5, 3)}, torch.float32),
    "gru": (lambda: Recurrent(nn.GRU, 1, False), lambda: {"sequence": torch.randn(2, 5, 3)}, torch.float32),
    "convolution": (ConvNet, lambda: {"image": image(2, 6, 6, 3)}, torch.bfloat16),
}

DTYPES = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64"}


def build(name):
    """The model with weights that all matter, rounded to what they are stored as."""
    torch.manual_seed(sorted(MODELS).index(name))
    make, inputs, dtype = MODELS[name]
    model = make().eval()
    with torch.no_grad():
        for key, tensor in model.state_dict().items():
            if not tensor.dtype.is_floating_point:
                continue
            tensor.copy_(tensor + 0.3 * torch.randn_like(tensor))
            if key.endswith("running_var"):
                tensor.abs_()
            tensor.copy_(tensor.to(dtype).float())
        example = inputs()
        output = model(**example)
    return model, dtype, example, output


def write(path, tensors):
    header, chunks, offset = {}, [], 0
    for name, tensor in tensors.items():
        tensor = tensor.detach().contiguous()
        raw = tensor.view(torch.int16) if tensor.dtype == torch.bfloat16 else tensor
        chunk = raw.numpy().tobytes()
        header[name] = {
            "dtype": DTYPES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(chunk)],
        }
        chunks.append(chunk)
        offset += len(chunk)
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def read(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", f"{name} is {entry['dtype']}"
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = np.frombuffer(data[begin:end], dtype="<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors


def make(folder):
    for name in MODELS:
        model, dtype, example, output = build(name)
        state = {
            key: tensor.to(dtype) if tensor.dtype.is_floating_point else tensor
            for key, tensor in model.state_dict().items()
        }
        write(folder / name / "weights.safetensors", state)
        write(folder / name / "example.safetensors", {**example, "output": output})
        print(f"made {name}: {len(state)} tensors")


def verify(folder):
    """Every tensor, bit for bit, by the names that PyTorch loads."""
    failed = 0
    for name in MODELS:
        model, _, example, output = build(name)
        try:
            back = read(folder / name / "back.safetensors")
            # A counter that no result depends on; Patchbay does not keep it.
            state = {k: v for k, v in model.state_dict().items() if not k.endswith("num_batches_tracked")}
            # A wrapper's prefix is not kept.
            back = {next((k for k in state if k.endswith("." + n)), n) if n not in state else n: v for n, v in back.items()}
            assert back.keys() == state.keys(), sorted(back.keys() ^ state.keys())
            for key, tensor in state.items():
                assert tensor.shape == back[key].shape, f"{key} is {list(back[key].shape)}"
                assert torch.equal(tensor, back[key]), f"{key} has other values"
            fresh = MODELS[name][0]().eval()
            fresh.load_state_dict(back, strict=not any("num_batches" in k for k in model.state_dict()))
            with torch.no_grad():
                assert torch.equal(fresh(**example), output), "the outputs differ"
            print(f"ok    {name}: PyTorch loads what Patchbay wrote, {len(back)} tensors")
        except Exception as error:
            failed += 1
            print(f"FAIL  {name}: {error}")
    sys.exit(1 if failed else 0)


{"make": make, "verify": verify}[sys.argv[1]](Path(sys.argv[2]))
