using System.Text;
using Decentral.Training.Coordination;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Protocol;

namespace Decentral.Training.Tests.Coordination;

public sealed class CoordinatorEventSerializerTests
{
    /// <summary>As it stood in journals before skipped steps were counted.</summary>
    private const string Older =
        """
        {"event":"round-committed","fragment":0,"round":3,"digest":"d","contributions":[{"worker":1,"incarnation":1048578,"tokens":128,"meanLoss":4.5,"bytes":1000}],"publishedBytes":500,"at":"2026-01-02T03:04:05+00:00"}
        """;

    private readonly CoordinatorEventSerializer _serializer = new();

    [Fact]
    public void Read_RoundOfAnOlderJournal_SkippedNothing()
    {
        var committed = Assert.IsType<RoundCommitted>(_serializer.Read(Encoding.UTF8.GetBytes(Older)));

        Assert.Equal(0, committed.SkippedSteps);
        Assert.Equal(
            new Contribution(new WorkerId(1), new Incarnation(1_048_578), 128, 4.5, 1000),
            Assert.Single(committed.Contributions));
        Assert.Equal(Older, Encoding.UTF8.GetString(_serializer.Write(committed).Span));
    }

    [Fact]
    public void Write_RoundThatSkippedSteps_IsReadAsItWas()
    {
        var older = (RoundCommitted)_serializer.Read(Encoding.UTF8.GetBytes(Older));
        var committed = older with { Contributions = [older.Contributions[0] with { SkippedSteps = 2 }] };

        var read = Assert.IsType<RoundCommitted>(_serializer.Read(_serializer.Write(committed)));

        Assert.Equal(committed.Contributions, read.Contributions);
        Assert.Equal("2 of worker-1", read.SkippedByWorker);
    }
}
