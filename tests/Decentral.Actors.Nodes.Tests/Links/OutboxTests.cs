using System.Text;
using Decentral.Actors.Nodes.Frames;
using Decentral.Actors.Nodes.Links;

namespace Decentral.Actors.Nodes.Tests.Links;

public sealed class OutboxTests
{
    private readonly Outbox _outbox = new(capacity: 100, limit: 200, new AsyncSignal());

    public OutboxTests() => _outbox.Open();

    [Fact]
    public void TryTake_SeveralFrames_AreOneBatchInOrder()
    {
        Append("one");
        Append("two");

        Assert.Equal(["one", "two"], Take());
        Assert.Empty(Take());
        Append("three");
        Assert.Equal(["three"], Take());
    }

    [Fact]
    public void TryTake_WhileABatchIsUnderWay_LeavesItAsItIs()
    {
        Append("one");
        Assert.True(_outbox.TryTake(out var underWay));
        var before = underWay.ToArray();

        for (var i = 0; i < 15; i++)
        {
            Append("later");
        }

        Assert.Equal(before, underWay.ToArray());
    }

    [Fact]
    public void Append_Bounded_IsRefusedWhereTheCapacityWaits()
    {
        while (Append("message", isBounded: true) == AppendOutcome.Queued)
        {
        }

        Assert.False(_outbox.HasRoom);
        Assert.Equal(AppendOutcome.Full, Append("message", isBounded: true));
        Assert.Equal(AppendOutcome.Queued, Append("news"));
        Assert.Equal("news", Take()[^1]);
        Assert.True(_outbox.HasRoom);
        Assert.Equal(AppendOutcome.Queued, Append("message", isBounded: true));
    }

    [Fact]
    public void Append_BeyondTheLimit_GivesTheLinkUp()
    {
        while (Append("news") == AppendOutcome.Queued)
        {
        }

        var broken = Assert.Throws<LinkBrokenException>(() => _outbox.TryTake(out _));
        Assert.Contains("200 bytes", broken.Message, StringComparison.Ordinal);
        _outbox.Close();
        _outbox.Open();
        Assert.Equal(AppendOutcome.Queued, Append("new link"));
        Assert.Equal(["new link"], Take());
    }

    [Fact]
    public void Append_Closed_IsDroppedWithAllThatWaits()
    {
        Append("one");
        _outbox.Close();

        Assert.Equal(AppendOutcome.Closed, Append("two"));
        Assert.Empty(Take());
        _outbox.Open();
        Assert.Empty(Take());
    }

    [Fact]
    public void Finish_WhatWaits_IsStillTakenAndNothingAfterIt()
    {
        Append("one");
        _outbox.Finish();

        Assert.Equal(AppendOutcome.Closed, Append("two"));
        Assert.False(_outbox.IsFinished);
        Assert.Equal(["one"], Take());
        Assert.True(_outbox.IsFinished);
    }

    [Fact]
    public void Append_WriterThatThrows_LeavesNoPartOfAFrame()
    {
        Append("one");

        Assert.Throws<InvalidOperationException>(() => _outbox.Append(
            static (output, _) =>
            {
                output.Write("half a fra"u8);
                throw new InvalidOperationException("told to");
            },
            0));
        Append("two");

        Assert.Equal(["one", "two"], Take());
    }

    private AppendOutcome Append(string text, bool isBounded = false) => _outbox.Append(
        static (output, text) => output.Write(Encoding.UTF8.GetBytes(text)), text, isBounded);

    private List<string> Take()
    {
        List<string> frames = [];
        _outbox.TryTake(out var batch);
        while (batch.Length > 0)
        {
            Assert.True(FrameStream.TryTake(ref batch, out var frame));
            frames.Add(Encoding.UTF8.GetString(frame.Span));
        }

        return frames;
    }
}
