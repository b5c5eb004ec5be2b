using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Decentral.Models.Arenas;
using Decentral.Models.Randomness;
using Decentral.Models.Safetensors;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("safetensors-");

    private string Target => Path.Combine(_folder.FullName, "model.safetensors");

    [Fact]
    public void Open_WhatWriteWrote_HasTheSameTensors() =>
        Prop.ForAll(Arenas.Layouts.Any, layout =>
        {
            using var arena = new Arena(layout);
            foreach (var entry in layout.Entries)
            {
                new RandomSequence(1, RandomPurpose.Named(entry.Name)).FillNormal(arena.Span(entry.Range), 0, 1);
            }

            SafetensorsWriter.Write(
                Target, layout.Entries.Select(entry => SafetensorsTensor.From(entry.Name, arena, entry)));

            using var file = SafetensorsFile.Open(Target);
            Assert.Equal(layout.Entries.Length, file.Entries.Length);
            Assert.All(layout.Entries, entry => AssertEqual(arena.Span(entry.Range), entry.Shape, file, entry.Name));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Open_WhatWriteWrote_HasTheMetadata()
    {
        SafetensorsWriter.Write(Target, [], new Dictionary<string, string> { ["format"] = "pt", ["é\""] = "\n" });

        using var file = SafetensorsFile.Open(Target);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("\n", file.Metadata["é\""]);
    }

    [Fact]
    public void Write_MixedTypes_AlignsEveryTensorAndTheData()
    {
        SafetensorsWriter.Write(Target, [Raw("bytes", SafetensorsDtype.U8, 3), Raw("longs", SafetensorsDtype.I64, 2)]);

        using var file = SafetensorsFile.Open(Target);
        Assert.Equal(["longs", "bytes"], file.Entries.Select(entry => entry.Name));
        Assert.Equal(0, file.Entries[0].Offset % 8);
    }

    [Fact]
    public void Write_Called_FramesTheHeaderAsTheReferenceDoes()
    {
        var values = new float[] { 0, 1, 2, 3, 4, 5 };
        SafetensorsWriter.Write(Target, [SafetensorsTensor.From("attn0", [1, 1, 2, 3], values)]);

        // The bytes that the reference implementation's own test expects.
        var expected = SafetensorsBytes.File(
            """{"attn0":{"dtype":"F32","shape":[1,1,2,3],"data_offsets":[0,24]}}       """, 24);
        for (var index = 0; index < 6; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(expected.AsSpan(80 + (4 * index)), index);
        }

        Assert.Equal(expected, File.ReadAllBytes(Target));
    }

    [Fact]
    public void Write_TensorOfAnotherLength_LeavesTheOldFile()
    {
        File.WriteAllText(Target, "old");
        var wrong = new SafetensorsTensor("a", SafetensorsDtype.F32, [2], stream => stream.Write(new byte[7]));

        var error = Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(Target, [wrong]));

        Assert.Contains("'a' wrote 7 bytes", error.Message);
        Assert.Equal("old", File.ReadAllText(Target));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("__metadata__", "b")]
    public void Write_NamesNotUnique_Throws(string first, string second) =>
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(
            Target, [Raw(first, SafetensorsDtype.U8, 1), Raw(second, SafetensorsDtype.U8, 1)]));

    [Fact]
    public void ReadSingles_OtherFloats_AreConverted()
    {
        float[] expected = [1, -2.5f, 65504, 0];
        SafetensorsWriter.Write(
            Target,
            [
                Halves("half", expected),
                Doubles("double", expected),
                new SafetensorsTensor("bfloat", SafetensorsDtype.BF16, [2], to => to.Write([0x80, 0x3f, 0x20, 0xc0])),
            ]);

        using var file = SafetensorsFile.Open(Target);
        Assert.Equal(expected, ReadAll(file, "half"));
        Assert.Equal(expected, ReadAll(file, "double"));
        Assert.Equal([1, -2.5f], ReadAll(file, "bfloat"));
    }

    [Fact]
    public void ReadSingles_FromTheMiddle_ReadsThoseElements()
    {
        var values = Enumerable.Range(0, 100_000).Select(index => (float)index).ToArray();
        SafetensorsWriter.Write(Target, [Doubles("a", values)]);

        using var file = SafetensorsFile.Open(Target);
        var part = new float[50_000];
        file.ReadSingles(file["a"], 12_345, part);

        Assert.Equal(values[12_345..62_345], part);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadSingles(file["a"], 50_001, part));
    }

    [Fact]
    public void ReadSingles_Integers_SaysWhatItIs()
    {
        SafetensorsWriter.Write(Target, [Raw("a", SafetensorsDtype.I64, 1)]);

        using var file = SafetensorsFile.Open(Target);
        var error = Assert.Throws<SafetensorsException>(() => file.ReadSingles(file["a"], 0, new float[1]));
        Assert.Contains("found I64", error.Message);
    }

    [Fact]
    public void Read_FileCutShortAfterOpening_SaysSo()
    {
        SafetensorsWriter.Write(Target, [Raw("a", SafetensorsDtype.U8, 100)]);
        using var file = SafetensorsFile.Open(Target);
        using (var truncating = new FileStream(Target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            truncating.SetLength(100);
        }

        Assert.Throws<SafetensorsException>(() => file.Read(file["a"], 0, new byte[100]));
    }

    [Fact]
    public void Indexer_UnknownTensor_NamesIt()
    {
        SafetensorsWriter.Write(Target, []);

        using var file = SafetensorsFile.Open(Target);
        Assert.Equal("wte.weight", Assert.Throws<SafetensorsException>(() => file["wte.weight"]).Tensor);
    }

    [Fact]
    public void Open_NoFile_ThrowsTheUsualException() =>
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(Target));

    [Fact]
    public void Open_BadFile_ClosesIt()
    {
        File.WriteAllText(Target, "not safetensors");

        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(Target));
        using var exclusive = new FileStream(Target, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static SafetensorsTensor Raw(string name, SafetensorsDtype dtype, int count) =>
        new(name, dtype, [count], stream => stream.Write(new byte[count * dtype.SizeInBytes()]));

    private static SafetensorsTensor Halves(string name, float[] values) =>
        new(name, SafetensorsDtype.F16, [values.Length], stream =>
            stream.Write(MemoryMarshal.AsBytes<Half>(values.Select(value => (Half)value).ToArray())));

    private static SafetensorsTensor Doubles(string name, float[] values) =>
        new(name, SafetensorsDtype.F64, [values.Length], stream =>
            stream.Write(MemoryMarshal.AsBytes<double>(values.Select(value => (double)value).ToArray())));

    private static float[] ReadAll(SafetensorsFile file, string name)
    {
        var values = new float[file[name].ElementCount];
        file.ReadSingles(file[name], 0, values);
        return values;
    }

    private static void AssertEqual(Span<float> expected, ImmutableArray<long> shape, SafetensorsFile file, string name)
    {
        Assert.Equal(shape.AsSpan(), file[name].Shape.AsSpan());
        Assert.Equal(expected.ToArray(), ReadAll(file, name));
    }
}
