using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Decentral.EndToEnd.Mistakes;

/// <summary>A job that can be trained, the run of it, and everything that can be wrong with its inputs.</summary>
public sealed class BrokenInputs : IDisposable
{
    private const string Weights = "model.safetensors";
    private const string Configuration = "config.json";
    private const int MoreThanMemory = 2_000_000_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("decentral-mistakes-");

    public BrokenInputs()
    {
        Write("text.txt", string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"line {i} of the text")));
        Write("job.yaml", """
            name: small
            model: { layers: 1, width: 16, heads: 2, context: 16 }
            data: { source: text.txt, heldOut: 0.1 }
            workers: 2
            inner: { batch: 2, steps: 4, warmup: 0 }
            sync: { every: 2 }
            evaluation: { sequences: 4 }
            sample: { tokens: 2 }
            """);
        ProgramRun.Of(Path, "train", "job.yaml", "--out", "good").EndedWith(0);
        WriteData();
        WriteModels();
    }

    /// <summary>The working directory.</summary>
    public string Path => _folder.FullName;

    /// <summary>Names of all that is in the folder, to see that a refused command adds nothing.</summary>
    public IReadOnlyList<string> Names() =>
        [.. _folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Delete(recursive: true);

    private void WriteData()
    {
        Write("empty.txt", "");
        File.WriteAllBytes(In("binary.txt"), [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * 37))]);
        Write("broken.yaml", "name: \"small\n");
        Write("broken-tokenizer.json", """{ "model": """);
        Write("foreign-tokenizer.json", """{ "model": { "type": "Unigram" } }""");
        Directory.CreateDirectory(In("foreign"));
        Write("foreign/letter.txt", "Dear reader");
    }

    private void WriteModels()
    {
        var whole = File.ReadAllBytes(In($"good/{Weights}"));
        CopyModel("truncated", weights: whole[..^100]);
        CopyModel("headless", weights: [.. Length(1L << 60), .. "{}"u8]);
        CopyModel("integers", weights: WithHeader(whole, header => header["transformer.wte.weight"]!["dtype"] = "I32"));
        CopyModel("overlapping", weights: WithHeader(whole, header => header["transformer.ln_f.bias"]!["data_offsets"] =
            header["transformer.ln_f.weight"]!["data_offsets"]!.DeepClone()));
        CopyModel("vocabulary", configuration: config => config["vocab_size"] = MoreThanMemory);
        CopyModel("layers", configuration: config => config["n_layer"] = MoreThanMemory);
        CopyModel("columns", configuration: config => config["n_embd"] = MoreThanMemory);
        CopyModel("heads", configuration: config => config["n_head"] = 4);
        CopyModel("renamed");
        File.Move(In($"renamed/{Weights}"), In("renamed/mine.safetensors"));
        CopyModel("undescribed");
        Write($"undescribed/{Configuration}", "{");
        CopyModel("untokenized");
        Write("untokenized/tokenizer.json", """{ "model": """);
    }

    private void CopyModel(string name, byte[]? weights = null, Action<JsonObject>? configuration = null)
    {
        Directory.CreateDirectory(In(name));
        File.WriteAllBytes(In($"{name}/{Weights}"), weights ?? File.ReadAllBytes(In($"good/{Weights}")));
        var config = JsonNode.Parse(File.ReadAllText(In($"good/{Configuration}")))!.AsObject();
        configuration?.Invoke(config);
        Write($"{name}/{Configuration}", config.ToJsonString());
    }

    private static byte[] WithHeader(byte[] file, Action<JsonObject> change)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        var header = JsonNode.Parse(file.AsSpan(sizeof(long), length))!.AsObject();
        change(header);
        var changed = Encoding.UTF8.GetBytes(header.ToJsonString());
        return [.. Length(changed.Length), .. changed, .. file[(sizeof(long) + length)..]];
    }

    private static byte[] Length(long length)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        return bytes;
    }

    private void Write(string name, string text) => File.WriteAllText(In(name), text);

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
