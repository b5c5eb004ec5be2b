using System.Text;
using Decentral.Models.Data;
using Decentral.Training.Protocol;
using Decentral.Training.Workers;
using FsCheck;
using FsCheck.Fluent;

namespace Decentral.Training.Tests.Workers;

public sealed class SnapshotPartTests
{
    private const int ParameterCount = 3;

    private static readonly SnapshotPartHeader Header = new()
    {
        Version = new Round(6),
        OptimizerSteps = 24,
        HasGlobal = true,
        Work = new RoundWork(
            new Round(7), new Term(2), 4, [new SampleRange(8, 4), new SampleRange(20, 4)], new LearningPace(96, 24, 800))
        {
            StepsDone = 2,
            Tokens = 16,
            LossSum = 1.25,
            SkippedSteps = 1,
        },
    };

    [Fact]
    public void Read_WhatWasWritten_GivesItBack()
    {
        var part = SnapshotPart.Read(Written(), ParameterCount);

        Assert.Equal(Header.Version, part.Header.Version);
        Assert.Equal(Header.OptimizerSteps, part.Header.OptimizerSteps);
        Assert.True(part.Header.HasGlobal);
        Assert.Equal(Header.Work!.Lease, part.Header.Work!.Lease);
        Assert.Equal(Header.Work with { Lease = part.Header.Work.Lease }, part.Header.Work);
        Assert.Equal([1, -2, float.NaN], part.Section("Global"));
        Assert.Equal([4, 5, 6], part.Section("Momentum"));
        Assert.True(part.Has("Global"));
        Assert.False(part.Has("Parameters"));
        Assert.Throws<InvalidDataException>(() => part.Section("Parameters").Length);
    }

    [Fact]
    public void Read_PartFromBeforeStepsWereSkipped_HasNoneOfThem()
    {
        var older = Encoding.Latin1.GetString(Written())
            .Replace("\"SkippedSteps\":1", "\"WhateverElse\":1", StringComparison.Ordinal);
        var part = SnapshotPart.Read(Encoding.Latin1.GetBytes(older), ParameterCount);

        Assert.Equal(0, part.Header.Work!.SkippedSteps);
    }

    [Fact]
    public void Read_AnyTruncation_IsRefusedAsInvalidData()
    {
        var whole = Written();

        Assert.All(Enumerable.Range(0, whole.Length), length =>
            Assert.Throws<InvalidDataException>(() => SnapshotPart.Read(whole.AsMemory(0, length), ParameterCount)));
    }

    [Fact]
    public void Read_OtherModel_IsRefusedAsInvalidData() =>
        Assert.Throws<InvalidDataException>(() => SnapshotPart.Read(Written(), ParameterCount + 1));

    [Fact]
    public void Read_AnyMutation_IsReadOrRefusedAsInvalidData() =>
        Prop.ForAll(
            Gen.Choose(0, Written().Length - 1).ToArbitrary(),
            Gen.Elements<byte>([.. "0129-.,:\"[]{}nulx"u8, 0, 255]).ToArbitrary(),
            (at, value) =>
            {
                var bytes = Written();
                bytes[at] = value;
                ReadOrRefuse(bytes);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"Sections\":null}")]
    [InlineData("{\"Sections\":[null]}")]
    [InlineData("{\"Version\":-1}")]
    [InlineData("{\"OptimizerSteps\":-1}")]
    [InlineData("{\"Version\":1e99}")]
    [InlineData("{\"Work\":{}}")]
    [InlineData("{\"Work\":{\"Round\":7,\"Steps\":0,\"Lease\":[],\"Pace\":{}}}")]
    [InlineData("{\"Work\":{\"Round\":7,\"Steps\":2,\"Lease\":null,\"Pace\":{}}}")]
    [InlineData("{\"Work\":{\"Round\":7,\"Steps\":2,\"StepsDone\":3,\"Lease\":[{\"First\":0,\"Count\":2}],\"Pace\":{}}}")]
    [InlineData("{\"Work\":{\"Round\":7,\"Steps\":2,\"StepsDone\":-1,\"Lease\":[{\"First\":0,\"Count\":2}],\"Pace\":{}}}")]
    [InlineData("{\"Work\":{\"Round\":7,\"Steps\":2,\"Lease\":[{\"First\":0,\"Count\":3}],\"Pace\":{}}}")]
    [InlineData("{\"Work\":{\"Round\":7,\"Steps\":2,\"Lease\":[{\"First\":-1,\"Count\":2}],\"Pace\":{}}}")]
    public void Read_HeaderThatCannotBe_IsRefusedAsInvalidData(string header) =>
        Assert.Throws<InvalidDataException>(() => SnapshotPart.Read(WithHeader(header), ParameterCount));

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            var part = SnapshotPart.Read(bytes, ParameterCount);
            _ = part.Header.Work?.NextSamples;
            Assert.All(part.Header.Sections, name => Assert.Equal(ParameterCount, part.Section(name).Length));
        }
        catch (InvalidDataException)
        {
            // What a damaged part is to be refused with.
        }
    }

    private static byte[] WithHeader(string header)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var sections = header.Contains("[null]", StringComparison.Ordinal) ? ParameterCount * sizeof(float) : 0;
        return [.. "DCTLPRT2"u8, .. BitConverter.GetBytes(json.Length), .. json, .. new byte[sections]];
    }

    private static byte[] Written()
    {
        using var payload = SnapshotPart.Write(
            Header,
            [
                new SnapshotSection("Global", new float[] { 1, -2, float.NaN }),
                new SnapshotSection("Momentum", new float[] { 4, 5, 6 }),
            ],
            [],
            []);
        return payload.Bytes.ToArray();
    }
}
