using Decentral.Actors;
using Decentral.Wire.Tests.MessagePack;
using Decentral.Wire.Tests.Samples;

namespace Decentral.Wire.Tests.Hostility;

public sealed class TruncationTests
{
    /// <summary>Of refusing a message: exceptions, their texts and traces.</summary>
    private const long MaxBytesOfARefusal = 8 * 1024;

    private static readonly ReportFormat Format = new();

    [Fact]
    public void ReadEnvelope_EveryPrefix_IsRefused()
    {
        var bytes = Format.Bytes(Report.Sample with
        {
            Worker = Addresses.Instance.Resolve(new ActorAddress(new NodeId("b"), "w", 9)),
            Deadline = 1L << 40,
            Name = new string('n', 300),
        });

        for (var length = 0; length < bytes.Length; length++)
        {
            var prefix = bytes.AsMemory(0, length);
            var reader = SampleBytes.Reader(prefix);

            Assert.Throws<WireFormatException>(() => Format.Message(prefix));
            Assert.False(Format.TryReadEnvelope(ref reader, ActorRef.None, out _, out var reason));
            Assert.NotEmpty(reason);
        }
    }

    [Fact]
    public void Skip_EveryPrefixOfAnyTree_IsRefused()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var bytes = new RandomTrees(seed).Next().Write();
            for (var length = 0; length < bytes.Length; length++)
            {
                var prefix = bytes.AsMemory(0, length);

                Assert.Throws<EndOfStreamException>(() => new MessagePackReader(prefix).Skip());
                Assert.Throws<WireFormatException>(() => SampleBytes.Reader(prefix).Skip());
            }
        }
    }

    [Theory]
    [InlineData("DBFFFFFFFF")]
    [InlineData("DB7FFFFFFF")]
    [InlineData("DAFFFF")]
    [InlineData("D9FF")]
    [InlineData("C6FFFFFFFF")]
    [InlineData("C67FFFFFFF")]
    [InlineData("C5FFFF")]
    [InlineData("DDFFFFFFFF")]
    [InlineData("DD7FFFFFFF")]
    [InlineData("DCFFFF")]
    [InlineData("DFFFFFFFFF")]
    [InlineData("DF7FFFFFFF")]
    [InlineData("DF80000001")]
    [InlineData("C9FFFFFFFF05")]
    [InlineData("C97FFFFFFF05")]
    [InlineData("C8FFFF05")]
    public void Read_LengthThatIsNotThere_AllocatesNothingForIt(string hex)
    {
        // A few bytes are there of what is claimed.
        var bytes = Convert.FromHexString(hex + "00000000");
        Refuse(bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(bytes);
        var perRefusal = (GC.GetAllocatedBytesForCurrentThread() - before) / 6;

        Assert.InRange(perRefusal, 0, MaxBytesOfARefusal);
    }

    private static void Refuse(byte[] bytes)
    {
        Assert.Throws<WireFormatException>(() => SampleBytes.Reader(bytes).ReadString());
        Assert.Throws<WireFormatException>(() => SampleBytes.Reader(bytes).ReadByteArray(int.MaxValue));
        Assert.Throws<WireFormatException>(() => SampleBytes.Reader(bytes).ReadCount());
        Assert.Throws<WireFormatException>(() => SampleBytes.Reader(bytes).BeginRecord(0));
        Assert.Throws<WireFormatException>(() => SampleBytes.Reader(bytes).Skip());
        Assert.Throws<EndOfStreamException>(() => Tree.Parse(bytes));
    }
}
