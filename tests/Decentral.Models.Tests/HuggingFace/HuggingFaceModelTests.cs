using System.Text.Json.Nodes;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.HuggingFace;
using Decentral.Models.Safetensors;

namespace Decentral.Models.Tests.HuggingFace;

public sealed class HuggingFaceModelTests : IDisposable
{
    private static readonly DecoderOptions Gpt = new()
    {
        Family = DecoderFamily.Gpt,
        Layers = 2,
        Width = 12,
        Heads = 3,
        Context = 8,
        Vocabulary = 37,
    };

    private static readonly DecoderOptions Llama = Gpt with
    {
        Family = DecoderFamily.Llama,
        KeyValueHeads = 1,
        FeedForward = 20,
        RopeBase = 50_000,
    };

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hugging-face-");

    private string Folder => Path.Combine(_root.FullName, "model");

    private string Weights => Path.Combine(Folder, "model.safetensors");

    private string Config => Path.Combine(Folder, "config.json");

    public static TheoryData<DecoderFamily, bool> Kinds => new()
    {
        { DecoderFamily.Gpt, true },
        { DecoderFamily.Gpt, false },
        { DecoderFamily.Llama, true },
        { DecoderFamily.Llama, false },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Save_ThenLoad_GivesTheSameModel(DecoderFamily family, bool tiedHead)
    {
        var options = (family == DecoderFamily.Gpt ? Gpt : Llama) with { TiedHead = tiedHead };
        using var saved = Save(options);

        var read = HuggingFaceModel.ReadOptions(Folder);
        using var loaded = Load(read);

        Assert.Equal(
            options with { FeedForward = options.ResolvedFeedForward, KeyValueHeads = read.KeyValueHeads }, read);
        Assert.Equal(options.ResolvedKeyValueHeads, read.ResolvedKeyValueHeads);
        Assert.Equal(saved.ComputeDigest(), loaded.ComputeDigest());
    }

    [Fact]
    public void Save_Gpt_HasThePublishedNamesAndLayouts()
    {
        using var saved = Save(Gpt);

        using var file = SafetensorsFile.Open(Weights);
        Assert.Equal([37, 12], file["transformer.wte.weight"].Shape);
        Assert.Equal([12, 36], file["transformer.h.1.attn.c_attn.weight"].Shape);
        Assert.Equal([48, 12], file["transformer.h.0.mlp.c_proj.weight"].Shape);
        Assert.False(file.TryFind("lm_head.weight", out _));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("GPT2LMHeadModel", (string?)JsonNode.Parse(File.ReadAllText(Config))!["architectures"]![0]);
        var published = new float[12 * 36];
        file.ReadSingles(file["transformer.h.1.attn.c_attn.weight"], 0, published);
        Assert.Equal(saved.Span("layers.1.attention.qkv.weight")[(5 * 12) + 3], published[(3 * 36) + 5]);
    }

    [Fact]
    public void Save_Llama_HasThePublishedNamesAndLayouts()
    {
        using var saved = Save(Llama with { TiedHead = false });

        using var file = SafetensorsFile.Open(Weights);
        Assert.Equal([12, 12], file["model.layers.1.self_attn.q_proj.weight"].Shape);
        Assert.Equal([4, 12], file["model.layers.1.self_attn.v_proj.weight"].Shape);
        Assert.Equal([20, 12], file["model.layers.0.mlp.up_proj.weight"].Shape);
        Assert.Equal([37, 12], file["lm_head.weight"].Shape);
        var values = new float[4 * 12];
        file.ReadSingles(file["model.layers.1.self_attn.v_proj.weight"], 0, values);
        Assert.Equal(saved.Span("layers.1.attention.qkv.weight").Slice(16 * 12, 4 * 12).ToArray(), values);
    }

    [Fact]
    public void LoadParameters_BareModelInHalfPrecisionWithMasks_IsTheSameRounded()
    {
        using var saved = Save(Gpt);
        Rewrite((name, shape, values) => Truncated(name["transformer.".Length..], shape, values));
        AddTensor("h.0.attn.bias", 1, 1, 8, 8);

        using var loaded = Load(Gpt);

        var expected = saved.Span("tokens.weight")[7];
        Assert.Equal(expected, loaded.Span("tokens.weight")[7], MathF.Abs(expected) / 128);
    }

    [Fact]
    public void LoadParameters_SeveralFilesWithAnIndex_IsTheSame()
    {
        using var saved = Save(Llama);
        Split();

        using var loaded = Load(Llama);

        Assert.Equal(saved.ComputeDigest(), loaded.ComputeDigest());
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void LoadParameters_IndexThatPointsElsewhere_IsRefused(string name)
    {
        Directory.CreateDirectory(Folder);
        var index = new JsonObject { ["weight_map"] = new JsonObject { ["model.norm.weight"] = name } };
        File.WriteAllText(Path.Combine(Folder, "model.safetensors.index.json"), index.ToJsonString());

        var error = Assert.Throws<HuggingFaceException>(() => Load(Llama));
        Assert.Equal("model.norm.weight", error.Field);
    }

    [Fact]
    public void LoadParameters_TensorMissing_NamesIt()
    {
        using var saved = Save(Llama);
        Rewrite((name, shape, values) =>
            name == "model.norm.weight" ? null : SafetensorsTensor.From(name, shape, values));

        AssertFault("model.norm.weight", "others", () => Load(Llama));
    }

    [Fact]
    public void LoadParameters_TensorWithoutAPlace_NamesIt()
    {
        using var saved = Save(Llama);
        AddTensor("model.layers.0.self_attn.q_proj.bias", 12);

        AssertFault("model.layers.0.self_attn.q_proj.bias", "no place", () => Load(Llama));
    }

    [Fact]
    public void LoadParameters_OtherShape_SaysBoth()
    {
        using var saved = Save(Llama);
        var larger = Llama with { Vocabulary = 38 };

        AssertFault("model.embed_tokens.weight", "shape [38, 12], found [37, 12]", () => Load(larger));
    }

    [Fact]
    public void LoadParameters_Integers_LeavesTheParameters()
    {
        using var saved = Save(Llama);
        Rewrite((name, shape, values) => name == "model.norm.weight"
            ? SafetensorsTensor.From(name, shape, values) with { Dtype = SafetensorsDtype.I32 }
            : SafetensorsTensor.From(name, shape, values));
        using var target = new Arena(DecoderParameters.LayOut(Llama));

        AssertFault("model.norm.weight", "found I32", () => HuggingFaceModel.LoadParameters(Folder, Llama, target));
        Assert.Equal(0, target.ComputeNorm());
    }

    [Fact]
    public void LoadParameters_NoWeights_SaysWhatIsMissing()
    {
        Directory.CreateDirectory(Folder);

        Assert.Contains("model.safetensors", Assert.Throws<HuggingFaceException>(() => Load(Llama)).Message);
    }

    [Theory]
    [InlineData("model_type", "\"mistral\"", "gpt2 or llama")]
    [InlineData("hidden_size", "\"12\"", "a whole number")]
    [InlineData("hidden_size", "1.5", "a whole number")]
    [InlineData("hidden_size", "null", "a whole number")]
    [InlineData("rms_norm_eps", "true", "a number")]
    [InlineData("tie_word_embeddings", "1", "true or false")]
    [InlineData("hidden_act", "\"gelu\"", "silu")]
    [InlineData("attention_bias", "true", "false")]
    [InlineData("rope_scaling", "7", "an object")]
    [InlineData("head_dim", "8", "hidden_size 12 / num_attention_heads 3")]
    public void ReadOptions_FieldThatWeCannotFollow_NamesItAndWhatItMayBe(string field, string value, string says)
    {
        using var saved = Save(Llama);
        ChangeConfig(field, value);

        var error = FaultOfConfig();

        Assert.Equal(field, error.Field);
        Assert.Contains(says, error.Message);
        Assert.StartsWith(Config, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadOptions_ScaledRope_IsRefused()
    {
        using var saved = Save(Llama);
        ChangeConfig("rope_scaling", """{"rope_type":"llama3","factor":8.0}""");

        Assert.Contains("found llama3", FaultOfConfig().Message);
    }

    [Fact]
    public void ReadOptions_NewerRopeParameters_AreRead()
    {
        using var saved = Save(Llama);
        ChangeConfig("rope_parameters", """{"rope_type":"default","rope_theta":12345}""");

        Assert.Equal(12_345, HuggingFaceModel.ReadOptions(Folder).RopeBase);
    }

    [Fact]
    public void ReadOptions_NumbersThatMakeNoDecoder_SaysWhy()
    {
        using var saved = Save(Llama);
        ChangeConfig("num_attention_heads", "5");

        Assert.Contains("divisor of the width 12", FaultOfConfig().Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    public void ReadOptions_NoJsonObject_SaysSo(string text)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Config, text);

        var said = FaultOfConfig().Message;

        Assert.Contains("JSON", said);
        Assert.False(said.EndsWith("..", StringComparison.Ordinal), said);
    }

    [Fact]
    public void ReadOptions_NoConfig_SaysWhatToDo() => Assert.Equal(
        $"{Folder}: expected config.json, found none; put the one that belongs to the weights beside them.",
        FaultOfConfig().Message);

    public void Dispose() => _root.Delete(recursive: true);

    private delegate SafetensorsTensor? Change(string name, long[] shape, float[] values);

    private static void AssertFault(string tensor, string says, Action act)
    {
        var error = Assert.Throws<SafetensorsException>(act);
        Assert.Equal(tensor, error.Tensor);
        Assert.Contains(says, error.Message);
    }

    // To bf16, by cutting the lower half off.
    private static SafetensorsTensor Truncated(string name, long[] shape, float[] values) =>
        new(name, SafetensorsDtype.BF16, [.. shape], stream =>
        {
            foreach (var value in values)
            {
                stream.Write(BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)));
            }
        });

    private HuggingFaceException FaultOfConfig() =>
        Assert.Throws<HuggingFaceException>(() => HuggingFaceModel.ReadOptions(Folder));

    private Arena Save(DecoderOptions options)
    {
        var arena = new Arena(DecoderParameters.LayOut(options));
        DecoderParameters.Initialize(options, arena, seed: 1);
        HuggingFaceModel.Save(Folder, options, arena);
        return arena;
    }

    private Arena Load(DecoderOptions options)
    {
        var arena = new Arena(DecoderParameters.LayOut(options));
        HuggingFaceModel.LoadParameters(Folder, options, arena);
        return arena;
    }

    private void ChangeConfig(string field, string json)
    {
        var config = JsonNode.Parse(File.ReadAllText(Config))!;
        config[field] = JsonNode.Parse(json);
        File.WriteAllText(Config, config.ToJsonString());
    }

    private List<(string Name, long[] Shape, float[] Values)> ReadWeights()
    {
        using var file = SafetensorsFile.Open(Weights);
        return [.. file.Entries.Select(entry =>
        {
            var values = new float[entry.ElementCount];
            file.ReadSingles(entry, 0, values);
            return (entry.Name, entry.Shape.ToArray(), values);
        })];
    }

    private void Rewrite(Change change)
    {
        var changed = ReadWeights().Select(tensor => change(tensor.Name, tensor.Shape, tensor.Values));
        SafetensorsWriter.Write(Weights, changed.OfType<SafetensorsTensor>());
    }

    private void AddTensor(string name, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        var tensors = ReadWeights().Append((Name: name, Shape: shape, Values: values));
        SafetensorsWriter.Write(
            Weights, tensors.Select(tensor => SafetensorsTensor.From(tensor.Name, tensor.Shape, tensor.Values)));
    }

    private void Split()
    {
        var map = new JsonObject();
        var tensors = ReadWeights();
        for (var part = 0; part < 3; part++)
        {
            var name = $"model-0000{part + 1}-of-00003.safetensors";
            var own = tensors.Where((_, index) => index % 3 == part).ToArray();
            SafetensorsWriter.Write(
                Path.Combine(Folder, name),
                own.Select(tensor => SafetensorsTensor.From(tensor.Name, tensor.Shape, tensor.Values)));
            foreach (var tensor in own)
            {
                map[tensor.Name] = name;
            }
        }

        File.Delete(Weights);
        var index = new JsonObject { ["weight_map"] = map };
        File.WriteAllText(Path.Combine(Folder, "model.safetensors.index.json"), index.ToJsonString());
    }
}
