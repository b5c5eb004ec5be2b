using System.Buffers.Binary;
using System.Text;
using Decentral.Models.Randomness;
using Decentral.Models.Safetensors;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Models.Tests.Safetensors;

public sealed class SafetensorsHeaderTests
{
    [Fact]
    public void Read_TwoTensors_PlacesBoth()
    {
        var header = Read(SafetensorsBytes.File(SafetensorsBytes.TwoTensors, 32));

        var dataStart = 8 + SafetensorsBytes.TwoTensors.Length;
        Assert.Equal(["a", "b"], header.Entries.Select(entry => entry.Name));
        Assert.Equal([dataStart, dataStart + 24], header.Entries.Select(entry => entry.Offset));
        Assert.Equal([2, 3], header.Entries[0].Shape);
        Assert.Equal(1, header.Entries[1].ElementCount);
    }

    /// <summary>Bytes from the tests of the reference implementation.</summary>
    [Fact]
    public void Read_WhatTheReferenceWrites_IsAccepted()
    {
        Assert.Equal("attn.0", Assert.Single(Read(SafetensorsBytes.File(
            """{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}""", 24)).Entries).Name);
        Assert.Empty(Read(SafetensorsBytes.File("{}      ", 0)).Entries);
        Assert.Equal("pt", Read(SafetensorsBytes.File("""{"__metadata__":{"framework":"pt"}}     """, 0))
            .Metadata["framework"]);
    }

    [Theory]
    [InlineData(
        """{"e":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}""",
        1)]
    [InlineData(
        """{"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""",
        3)]
    [InlineData("""{"wörd \u00e9 \ud83d\ude00":{"dtype":"BOOL","shape":[1,1,1],"data_offsets":[0,1]}}""", 1)]
    public void Read_UnusualButGood_IsAccepted(string header, int dataBytes) =>
        Assert.NotEmpty(Read(SafetensorsBytes.File(header, dataBytes)).Entries);

    [Theory]
    [InlineData("hole", """{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "a", "hole")]
    [InlineData(
        "overlap",
        """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""",
        3, "b", "overlaps")]
    [InlineData(
        "same place",
        """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""",
        2, "b", "overlaps")]
    [InlineData("left over", """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 3, null, "found 3")]
    [InlineData("cut short", """{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}""", 3, "a", "found 9")]
    [InlineData("backwards", """{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,-1]}}""", 3, "a", "whole numbers")]
    [InlineData("wrong size", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "a", "F32 [2]")]
    [InlineData("half an element", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,5]}}""", 5, "a", "F32 [1]")]
    [InlineData(
        "overflow",
        """{"a":{"dtype":"F64","shape":[4294967296,4294967296,2],"data_offsets":[0,0]}}""",
        0, "a", "F64")]
    [InlineData(
        "wraps to zero",
        """{"a":{"dtype":"U8","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""",
        0, "a", "U8")]
    [InlineData("negative", """{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", 1, "a", "whole numbers")]
    [InlineData("fraction", """{"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,1]}}""", 1, "a", "whole numbers")]
    [InlineData(
        "too large",
        """{"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,1]}}""",
        1, "a", "whole numbers")]
    [InlineData("text", """{"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}""", 1, "a", "String")]
    [InlineData("dtype", """{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,1]}}""", 1, "a", "'F31'")]
    [InlineData("dtype's case", """{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", 4, "a", "'f32'")]
    [InlineData("dtype's number", """{"a":{"dtype":"3","shape":[1],"data_offsets":[0,4]}}""", 4, "a", "'3'")]
    [InlineData(
        "name twice",
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""",
        2, "a", "two")]
    [InlineData(
        "field twice",
        """{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""",
        1, "a", "'dtype'")]
    [InlineData(
        "strange field",
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"stride":[1]}}""",
        1, "a", "'stride'")]
    [InlineData("field missing", """{"a":{"dtype":"U8","data_offsets":[0,1]}}""", 1, "a", "shape")]
    [InlineData("one offset", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}""", 1, "a", "1 of them")]
    [InlineData("not an object", """{"a":7}""", 0, "a", "Number")]
    [InlineData("array", """[]""", 0, null, "StartArray")]
    [InlineData("deep", """{"a":{"dtype":"U8","shape":[[1]],"data_offsets":[0,1]}}""", 1, "a", "JSON")]
    [InlineData("not JSON", """{"a":""", 0, "a", "JSON")]
    [InlineData("empty", "", 0, null, "JSON")]
    [InlineData("more after it", "{}{}", 0, null, "JSON")]
    [InlineData("metadata's number", """{"__metadata__":{"a":1}}""", 0, null, "texts only")]
    [InlineData("metadata twice", """{"__metadata__":{"a":"1","a":"2"}}""", 0, null, "once")]
    [InlineData(
        "half a character",
        """{"\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""",
        1, null, "surrogate")]
    public void Read_BadHeader_SaysWhichTensorAndWhy(string kind, string header, int data, string? tensor, string says)
    {
        var error = Assert.Throws<SafetensorsException>(() => Read(SafetensorsBytes.File(header, data)));

        Assert.True(error.Message.Contains(says, StringComparison.Ordinal), $"{kind}: {error.Message}");
        Assert.Equal(tensor, error.Tensor);
        Assert.StartsWith("test.safetensors: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NotUtf8_IsRejected()
    {
        var header = Encoding.UTF8.GetBytes("""{"aaaa":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""");
        header[3] = 0xff;

        var error = Assert.Throws<SafetensorsException>(() => Read(SafetensorsBytes.File(header, 1)));

        Assert.Contains("UTF-8", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Read_ShorterThanTheLength_IsRejected(int bytes) =>
        Assert.Contains("at least 8 bytes", Assert.Throws<SafetensorsException>(() => Read(new byte[bytes])).Message);

    [Theory]
    [InlineData(100_000_001, "at most 100000000")]
    [InlineData(ulong.MaxValue, "at most 100000000")]
    [InlineData(1UL << 63, "at most 100000000")]
    [InlineData(100_000_000, "found 2")]
    [InlineData(3, "found 2")]
    public void Read_HeaderLongerThanAllowedOrThere_IsRejectedWithoutAllocatingIt(ulong declared, string says)
    {
        var file = SafetensorsBytes.File("{}", 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file, declared);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<SafetensorsException>(() => Read(file));

        Assert.Contains(says, error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Read_TensorOfALongName_QuotesAPartOfIt()
    {
        var name = new string('n', 100_000);
        var file = SafetensorsBytes.File($$$"""{"{{{name}}}":{"dtype":"?","shape":[1],"data_offsets":[0,1]}}""", 1);

        Assert.InRange(Assert.Throws<SafetensorsException>(() => Read(file)).Message.Length, 100, 1000);
    }

    [Fact]
    public void Read_AnyMutation_IsReadOrRejectedWithinItsMemory() =>
        Prop.ForAll(Mutations, mutate =>
        {
            var file = mutate(SafetensorsBytes.File(SafetensorsBytes.TwoTensors, 32));

            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                AssertCovered(Read(file), file.Length);
            }
            catch (SafetensorsException)
            {
                // The one documented answer to a bad file.
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 + (32L * file.Length));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static Arbitrary<Func<byte[], byte[]>> Mutations => Gen.OneOf(
        Gen.Choose(0, int.MaxValue).Select<int, Func<byte[], byte[]>>(seed => file => FlipBytes(file, seed)),
        Gen.Choose(0, int.MaxValue).Select<int, Func<byte[], byte[]>>(seed => file => Splice(file, seed)),
        Gen.Choose(0, int.MaxValue).Select<int, Func<byte[], byte[]>>(seed => file => ChangeNumber(file, seed)),
        Gen.Choose(0, 200).Select<int, Func<byte[], byte[]>>(length => file => [.. file.Take(length)])).ToArbitrary();

    private static byte[] FlipBytes(byte[] file, int seed)
    {
        var random = new RandomSequence((uint)seed, RandomPurpose.Named("flip"));
        for (var flips = 1 + random.NextInt32(4); flips > 0; flips--)
        {
            file[random.NextInt32(file.Length)] ^= (byte)(1 << random.NextInt32(8));
        }

        return file;
    }

    private static byte[] Splice(byte[] file, int seed)
    {
        var random = new RandomSequence((uint)seed, RandomPurpose.Named("splice"));
        var from = random.NextInt32(file.Length);
        var length = random.NextInt32(Math.Min(30, file.Length - from));
        var at = random.NextInt32(file.Length);
        byte[] spliced = [.. file.Take(at), .. file.Skip(from).Take(length), .. file.Skip(at)];

        // Half of the time the length stays true, so that the JSON is reached.
        if (random.NextInt32(2) == 0 && at >= 8)
        {
            var header = BinaryPrimitives.ReadInt64LittleEndian(spliced);
            BinaryPrimitives.WriteInt64LittleEndian(spliced, header + length);
        }

        return spliced;
    }

    private static byte[] ChangeNumber(byte[] file, int seed)
    {
        var random = new RandomSequence((uint)seed, RandomPurpose.Named("number"));
        var header = Enumerable.Range(8, file.Length - 40);
        var digits = header.Where(index => char.IsAsciiDigit((char)file[index])).ToArray();
        file[digits[random.NextInt32(digits.Length)]] = (byte)('0' + random.NextInt32(10));
        return file;
    }

    private static void AssertCovered(SafetensorsHeader header, int fileLength)
    {
        var end = header.Entries.IsEmpty ? fileLength : header.Entries[0].Offset;
        foreach (var entry in header.Entries)
        {
            Assert.Equal(end, entry.Offset);
            end += entry.ByteLength;
        }

        Assert.Equal(fileLength, end);
    }

    private static SafetensorsHeader Read(byte[] file) =>
        SafetensorsHeader.Read(new MemoryStream(file), "test.safetensors");
}
