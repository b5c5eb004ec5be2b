using Decentral.Actors;
using Decentral.Wire.Tests.Samples;

namespace Decentral.Wire.Tests.Records;

public sealed class RecordTests
{
    private static readonly ReportFormat Format = new();

    [Fact]
    public void Write_SmallMessage_IsAnArrayOfItsFields() => Assert.Equal(
        "9207CB3FF8000000000000", Convert.ToHexString(new TickFormat().Bytes(new Tick(7, 1.5))));

    [Fact]
    public void Write_MessageOfEveryKindOfField_GivesTheRecordedBytes() => Assert.Equal(
        $"DC0011{Report.RequiredHex}C392CB3FD0000000000000C0", Convert.ToHexString(Format.Bytes(Report.Sample)));

    [Fact]
    public void Write_AddressOfAWellKnownName_HasAnEmptyNode()
    {
        var bytes = SampleBytes.Bytes((ref writer) => writer.Write(new ActorAddress(default, "coordinator", 0)));

        Assert.Equal(new ActorAddress(new NodeId(""), "coordinator", 0), SampleBytes.Reader(bytes).ReadActorAddress());
    }

    [Fact]
    public void Read_MessageOfEveryKindOfField_GivesWhatWasWritten()
    {
        var report = Report.Sample with
        {
            Note = "",
            Deadline = long.MinValue,
            Worker = Addresses.Instance.Resolve(new ActorAddress(new NodeId("b"), "w", 9)),
            Colour = Colour.Red,
        };

        Assert.Equal(report, Format.Message(Format.Bytes(report)));
        Assert.Equal(Report.Sample, Format.Message(Format.Bytes(Report.Sample)));
    }

    [Fact]
    public void Read_OfAnOlderWriter_TakesTheDefaults()
    {
        var first = Format.Message(Convert.FromHexString($"9F{Report.RequiredHex}"));
        var second = Format.Message(Convert.FromHexString($"DC0010{Report.RequiredHex}C3"));

        Assert.Equal(Report.Sample with { IsUrgent = false, Losses = [] }, first);
        Assert.Equal(Report.Sample with { IsUrgent = true, Losses = [] }, second);
    }

    [Theory]
    [InlineData("DC0012", "2A")]
    [InlineData("DC0014", "81A16B93010203D4000092C0DC0002C3C2")]
    public void Read_OfANewerWriter_PassesOverItsSurplus(string head, string surplus)
    {
        var bytes = Convert.FromHexString($"{head}{Report.RequiredHex}C392CB3FD0000000000000C0{surplus}");

        Assert.Equal(Report.Sample, Format.Message(bytes));
    }

    [Fact]
    public void EndRecord_OfARecordInAList_PassesOverItsSurplusOnly()
    {
        // The part has two more fields than are known: a map and bytes. The list goes on with another part.
        var parts = Report.RequiredHex.Replace(
            "9192A170CD012C", "9294A170CD012C81C0C0C4020000" + "92A17105", StringComparison.Ordinal);

        var report = Format.Message(Convert.FromHexString($"9F{parts}"));

        Assert.Equal([new Part("p", 300), new Part("q", 5)], report.Parts);
    }

    [Fact]
    public void EndRecord_FieldsNotRead_StandsAfterTheRecord()
    {
        var reader = SampleBytes.Reader("9393010203C0A161" + "2A");

        var record = reader.BeginRecord(1);
        Assert.Equal(3, reader.ReadCount());
        Assert.Equal(1, reader.ReadInt32());
        reader.EndRecord(record);

        Assert.Equal(42, reader.ReadInt32());
        Assert.True(reader.End);
    }

    [Fact]
    public void EndRecord_NotTheInnermost_IsOurOwnMistake() => Assert.Throws<InvalidOperationException>(() =>
    {
        var reader = SampleBytes.Reader("919101");
        var outer = reader.BeginRecord(1);
        reader.BeginRecord(1);
        reader.EndRecord(outer);
    });

    [Fact]
    public void Read_BeyondTheRecord_DoesNotTakeWhatFollowsIt()
    {
        var error = Assert.Throws<WireFormatException>(() =>
        {
            var reader = SampleBytes.Reader("9101" + "02");
            reader.BeginRecord(1);
            reader.ReadInt32();
            reader.ReadInt32();
        });

        Assert.Equal(
            "A frame, byte 2, field 0 at depth 1: expected an integer in field 1, found a record of 1 fields.", error.Message);
    }

    [Fact]
    public void Skip_FieldThatIsNoLongerNeeded_StandsAfterIt()
    {
        var reader = SampleBytes.Reader("928191C09192A170CD012C07");

        var record = reader.BeginRecord(2);
        reader.Skip();
        Assert.Equal(7, reader.ReadInt32());
        reader.EndRecord(record);

        Assert.True(reader.End);
    }

    [Fact]
    public void Optional_EveryKind_IsNilOrTheValue()
    {
        var bytes = SampleBytes.Bytes((ref writer) =>
        {
            writer.Write((bool?)true);
            writer.Write((int?)-5);
            writer.Write((long?)long.MaxValue);
            writer.Write((ulong?)ulong.MaxValue);
            writer.Write((float?)0.5f);
            writer.Write((double?)0.1);
            writer.WriteEnum((Colour?)Colour.Green);
            writer.Write((NodeId?)new NodeId("n"));
            writer.Write((ActorAddress?)new ActorAddress(new NodeId("n"), "p", 1));
            writer.Write((bool?)null);
            writer.Write((int?)null);
            writer.Write((long?)null);
            writer.Write((ulong?)null);
            writer.Write((float?)null);
            writer.Write((double?)null);
            writer.WriteEnum((Colour?)null);
            writer.Write((NodeId?)null);
            writer.Write((ActorAddress?)null);
        });

        var reader = SampleBytes.Reader(bytes);

        Assert.True(reader.ReadBooleanOrNull());
        Assert.Equal(-5, reader.ReadInt32OrNull());
        Assert.Equal(long.MaxValue, reader.ReadInt64OrNull());
        Assert.Equal(ulong.MaxValue, reader.ReadUInt64OrNull());
        Assert.Equal(0.5f, reader.ReadSingleOrNull());
        Assert.Equal(0.1, reader.ReadDoubleOrNull());
        Assert.Equal(Colour.Green, reader.ReadEnumOrNull<Colour>());
        Assert.Equal(new NodeId("n"), reader.ReadNodeIdOrNull());
        Assert.Equal(new ActorAddress(new NodeId("n"), "p", 1), reader.ReadActorAddressOrNull());
        Assert.Null(reader.ReadBooleanOrNull());
        Assert.Null(reader.ReadInt32OrNull());
        Assert.Null(reader.ReadInt64OrNull());
        Assert.Null(reader.ReadUInt64OrNull());
        Assert.Null(reader.ReadSingleOrNull());
        Assert.Null(reader.ReadDoubleOrNull());
        Assert.Null(reader.ReadEnumOrNull<Colour>());
        Assert.Null(reader.ReadNodeIdOrNull());
        Assert.Null(reader.ReadActorAddressOrNull());
        Assert.True(reader.End);
    }

    [Fact]
    public void ReadBytes_IntoMemory_TakesExactlyItsLength()
    {
        Span<byte> digest = stackalloc byte[3];

        SampleBytes.Reader("C403010203").ReadBytes(digest);

        Assert.Equal([1, 2, 3], digest.ToArray());
        Assert.Throws<WireFormatException>(() => SampleBytes.Reader("C403010203").ReadBytes(new byte[2]));
        Assert.Throws<WireFormatException>(() => SampleBytes.Reader("C403010203").ReadBytes(new byte[4]));
    }

    [Fact]
    public void ReadDouble_WrittenWith32BitsByAnOlderVersion_IsWidened()
    {
        Assert.Equal(0.5, SampleBytes.Reader("CA3F000000").ReadDouble());
        Assert.Throws<WireFormatException>(() => SampleBytes.Reader("CB3FE0000000000000").ReadSingle());
        Assert.Throws<WireFormatException>(() => SampleBytes.Reader("01").ReadDouble());
    }

    [Fact]
    public void Write_EnumValueThatIsNotDefined_IsTheCallersFault()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SampleBytes.Bytes((ref writer) => writer.WriteEnum((Colour)7)));
        Assert.Throws<WireFormatException>(() => SampleBytes.Reader("07").ReadEnum<Colour>());
    }

    [Fact]
    public void Write_MoreThanTheLimits_IsTheCallersFault()
    {
        var limits = new WireLimits { MaxTextBytes = 4, MaxListElements = 2 };

        Assert.Equal("A4C3A9C3A9", Convert.ToHexString(SampleBytes.Bytes((ref writer) => writer.Write("éé"), limits)));
        Assert.Throws<ArgumentException>(() => SampleBytes.Bytes((ref writer) => writer.Write("ééa"), limits));
        Assert.Throws<ArgumentException>(() => SampleBytes.Bytes((ref writer) => writer.WriteCount(3), limits));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Limits_NotPositive_AreRefused(int value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WireLimits { MaxDepth = value });
}
