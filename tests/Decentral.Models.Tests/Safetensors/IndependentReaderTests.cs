using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.HuggingFace;
using Decentral.Models.Safetensors;

namespace Decentral.Models.Tests.Safetensors;

/// <summary>A reader and a writer that know the format and nothing of ours.</summary>
public sealed class IndependentReaderTests : IDisposable
{
    private static readonly string Script = Path.Combine("Safetensors", "safetensors_files.py");

    /// <summary>Values that each of the types holds exactly: the least and the greatest of both, both zeros, infinity.</summary>
    private static readonly float[] Halves =
        [1, -2.5f, 65504, 6.103515625e-05f, 5.9604645e-08f, 0, -0f, float.PositiveInfinity];

    private static readonly float[] Brains =
        [1, -2.5f, 3.3895314e38f, 1.1754944e-38f, 9.1835e-41f, 0, -0f, float.NegativeInfinity];

    private static readonly float[] Singles =
        [1.1f, -2.5f, float.MaxValue, float.Epsilon, 1e-39f, 0, -0f, float.PositiveInfinity];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("independent-");

    private string Target => Path.Combine(_folder.FullName, "model.safetensors");

    [Fact]
    public void Write_AllFloats_AreReadByAnIndependentReader()
    {
        var python = Find();
        SafetensorsWriter.Write(
            Target,
            [
                Tensor("half", SafetensorsDtype.F16, [2, 4], Halves),
                Tensor("größe \"1\"", SafetensorsDtype.F32, [8], Singles),
                Tensor("brain", SafetensorsDtype.BF16, [2, 2, 2], Brains),
                Tensor("scalar", SafetensorsDtype.F32, [], [7]),
                Tensor("nothing", SafetensorsDtype.F32, [0, 3], []),
            ],
            new Dictionary<string, string> { ["format"] = "pt", ["é"] = "\n" });

        var read = JsonNode.Parse(python.Run(Script, ["read", Target]))!;

        Assert.Equal("pt", (string?)read["metadata"]!["format"]);
        Assert.Equal("\n", (string?)read["metadata"]!["é"]);
        Assert.Equal(5, read["tensors"]!.AsObject().Count);
        AssertTensor("F16", [2, 4], Halves, read["tensors"]!["half"]!);
        AssertTensor("F32", [8], Singles, read["tensors"]!["größe \"1\""]!);
        AssertTensor("BF16", [2, 2, 2], Brains, read["tensors"]!["brain"]!);
        AssertTensor("F32", [], [7], read["tensors"]!["scalar"]!);
        AssertTensor("F32", [0, 3], [], read["tensors"]!["nothing"]!);
    }

    [Fact]
    public void Save_Model_IsReadByAnIndependentReader()
    {
        var python = Find();
        using var parameters = new Arena(DecoderParameters.LayOut(SavingChild.Options));
        DecoderParameters.Initialize(SavingChild.Options, parameters, seed: 5);
        HuggingFaceModel.Save(_folder.FullName, SavingChild.Options, parameters);

        var read = JsonNode.Parse(python.Run(Script, ["read", Target]))!;

        using var ours = SafetensorsFile.Open(Target);
        Assert.Equal(ours.Entries.Length, read["tensors"]!.AsObject().Count);
        Assert.All(
            ours.Entries,
            entry => AssertTensor("F32", [.. entry.Shape], ReadAll(ours, entry.Name), read["tensors"]![entry.Name]!));
    }

    [Fact]
    public void Open_WhatAnIndependentWriterWrote_HasTheSameValues()
    {
        var python = Find();
        var content = new
        {
            metadata = new { format = "pt" },
            tensors = new SortedDictionary<string, object[]>
            {
                // The half comes first, so that what follows it is not aligned to four bytes.
                ["1 half"] = ["F16", new[] { 7 }, Bits(Halves[..7])],
                ["2 single"] = ["F32", new[] { 2, 4 }, Bits(Singles)],
                ["3 brain"] = ["BF16", new[] { 8 }, Bits(Brains)],
            },
        };
        python.Run(Script, ["write", Target], JsonSerializer.Serialize(content));

        using var file = SafetensorsFile.Open(Target);

        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(Bits(Halves[..7]), Bits(ReadAll(file, "1 half")));
        Assert.Equal(Bits(Singles), Bits(ReadAll(file, "2 single")));
        Assert.Equal(Bits(Brains), Bits(ReadAll(file, "3 brain")));
        Assert.Equal([2L, 4L], file["2 single"].Shape);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Python Find() => Python.With("struct", "There is no python3 here (Debian: python3).");

    private static SafetensorsTensor Tensor(
        string name, SafetensorsDtype dtype, ImmutableArray<long> shape, float[] values) =>
        new(name, dtype, shape, stream => stream.Write(Encode(dtype, values)));

    private static byte[] Encode(SafetensorsDtype dtype, float[] values)
    {
        var size = dtype.SizeInBytes();
        var bytes = new byte[values.Length * size];
        for (var index = 0; index < values.Length; index++)
        {
            var to = bytes.AsSpan(index * size);
            if (dtype == SafetensorsDtype.F16)
            {
                BinaryPrimitives.WriteHalfLittleEndian(to, (Half)values[index]);
            }
            else if (dtype == SafetensorsDtype.BF16)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(
                    to, (ushort)(BitConverter.SingleToUInt32Bits(values[index]) >> 16));
            }
            else
            {
                BinaryPrimitives.WriteSingleLittleEndian(to, values[index]);
            }
        }

        return bytes;
    }

    private static void AssertTensor(string dtype, long[] shape, float[] values, JsonNode read)
    {
        Assert.Equal(dtype, (string?)read[0]);
        Assert.Equal(shape, read[1]!.AsArray().Select(dimension => (long)dimension!));
        Assert.Equal(Bits(values), read[2]!.AsArray().Select(bits => (uint)bits!));
    }

    private static float[] ReadAll(SafetensorsFile file, string name)
    {
        var values = new float[file[name].ElementCount];
        file.ReadSingles(file[name], 0, values);
        return values;
    }

    private static uint[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToUInt32Bits)];
}
