// Records what Hugging Face's own library makes of a set of texts, for each way of cutting text into pieces:
//   npm install @huggingface/tokenizers@0.2.0 && node record.mjs tokenizer.json > vectors.json
// U+FEFF is left out: white space to JavaScript, though not to Unicode and the Rust library. So is U+0085 for GPT-2.
import { Tokenizer } from "@huggingface/tokenizers";
import fs from "node:fs";

const base = JSON.parse(fs.readFileSync(process.argv[2]));
const beforeDigits = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|`;
const afterDigits = String.raw`| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
const byteLevel = (use_regex, add_prefix_space = false) =>
  ({ type: "ByteLevel", add_prefix_space, trim_offsets: true, use_regex });
const split = (digits) =>
  ({ type: "Split", pattern: { Regex: beforeDigits + digits + afterDigits }, behavior: "Isolated", invert: false });
const sequence = (...pretokenizers) => ({ type: "Sequence", pretokenizers });

const preTokenizers = {
  gpt2: byteLevel(true),
  prefixSpace: byteLevel(true, true),
  whole: byteLevel(false),
  llama3: sequence(split(String.raw`\p{N}{1,3}`), byteLevel(false)),
  qwen2: sequence(split(String.raw`\p{N}`), byteLevel(false)),
  singleDigits: sequence({ type: "Digits", individual_digits: true }, byteLevel(true)),
  digitRuns: sequence({ type: "Digits", individual_digits: false }, byteLevel(true)),
};

const texts = [
  "", " ", "  ", "\n", "a", " a", "Hello world", "First Citizen:\nBefore we proceed any further, hear me speak.\n",
  "don't can't I'll we've you're he'd I'm it's O'S I'LL we'RE 'tis 'x '", "it'\u017fo it's", "''s'",
  "one  two   three    four", "tail   ", "  \n  \n\n x", "a\r\n\r\nb", "\t\ttabs\tand\t words", "x \n y", " \r\n.",
  "12 345 6789 0123456789 3.14159 1,000,000", "a1b22c333d4444", "\u0663\u0664\u0665 \u00bd \u2167\u2168 x\u00b2",
  "(parens) [x] {y} <z> ... --- !!! ?!\n\n??", "https://example.org/a_b?c=d&e#f", "snake_case kebab-case CamelCase",
  "\u00e9t\u00e9 na\u00efve \u00fcber \u00df \u01c5 \u02b0", "e\u0301 a\u0308\u0301 \u0301", "\u65e5\u672c\u8a9e\u306e\u6587\u7ae0\u3002\u3000\u3053\u308c",
  "\ud55c\uad6d\uc5b4 \ubb38\uc7a5", "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643", "\u0928\u092e\u0938\u094d\u0924\u0947 \u0939\u093f", "\u0e44\u0e17\u0e22",
  "\ud83d\ude00 \ud83d\udc4d\ud83c\udffd x\ud83d\ude00y", "\ud835\udcb3\ud835\udcb4 \ud800\udf48x", "a\u00a0b \u2003 c\u2028d\u3000", "\u200b\u200d\u0007\u001c x",
  "<|endoftext|>", "a<|endoftext|>b", " <|endoftext|> <|endoftext|>", "<|im_start|>user<|im", "<|im_<|im_start|>", "<|endof", "<|",
  "Releases all resources used by the current instance of the DeriveBytes class.", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

const vectors = Object.entries(preTokenizers).map(([name, pre_tokenizer]) => {
  const ignore_merges = name === "llama3";
  const tokenizer = new Tokenizer({ ...base, pre_tokenizer, model: { ...base.model, ignore_merges } }, {});
  const ids = texts.map((text) => tokenizer.encode(text, { add_special_tokens: false }).ids);
  return { name, ignore_merges, pre_tokenizer, ids };
});
const json = [...vectors.map((vector) => JSON.stringify(vector))].join(",\n");
process.stdout.write(`{"texts":${JSON.stringify(texts)},\n"vectors":[\n${json}\n]}\n`);
