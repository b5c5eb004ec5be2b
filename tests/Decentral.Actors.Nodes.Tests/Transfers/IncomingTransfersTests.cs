using Decentral.Actors.Nodes.Transfers;

namespace Decentral.Actors.Nodes.Tests.Transfers;

public sealed class IncomingTransfersTests
{
    private const int Length = 10_000;

    private readonly ReceiveBudget _budget = new(8 * (Length + 2000));
    private readonly PayloadPool _pool = new(0, TimeSpan.Zero);

    [Fact]
    public void Offered_MoreThanTheShareOfOneNode_WaitsWhileAnotherIsTaken()
    {
        using var greedy = NewSender();
        using var modest = NewSender();

        var answers = Enumerable.Range(0, 100).Select(number => Offer(greedy, number)).ToArray();

        Assert.Equal(4, answers.Count(kind => kind == TransferAnswerKind.Accept));
        Assert.Equal(96, answers.Count(kind => kind == TransferAnswerKind.None));
        for (var number = 0; number < 4; number++)
        {
            Assert.Equal(TransferAnswerKind.Accept, Offer(modest, number));
        }
    }

    [Fact]
    public void Offered_AfterOneHasEnded_IsTaken()
    {
        using var sender = NewSender();
        for (var number = 0; number < 4; number++)
        {
            Offer(sender, number);
        }

        Assert.Equal(TransferAnswerKind.None, Offer(sender, 4));
        var bytes = new byte[Length];
        var whole = sender.Received(new TransferKey(1, 0), 0, ChunkChecksum.Of(bytes), bytes, TimeSpan.Zero);

        Assert.Equal(TransferAnswerKind.Complete, whole.Kind);
        Assert.Equal(TransferAnswerKind.Accept, Offer(sender, 4));
    }

    [Fact]
    public void Offered_LargerThanTheShareOfOneNode_IsRefusedWithWhatMayBe()
    {
        using var sender = NewSender();

        var answer = sender.Offered(OfferOf(1, (int)_budget.ShareOfOne), TimeSpan.Zero);

        Assert.Equal(TransferAnswerKind.Refuse, answer.Kind);
        Assert.Contains($"{_budget.ShareOfOne}", answer.Words, StringComparison.Ordinal);
    }

    private static TransferOffer OfferOf(long number, int length) => new(
        new TransferKey(1, number), ActorRef.None, ActorRef.None, TestNodes.Messages.Formats[0], default, length);

    private static TransferAnswerKind Offer(IncomingTransfers sender, long number) =>
        sender.Offered(OfferOf(number, Length), TimeSpan.Zero).Kind;

    private IncomingTransfers NewSender() => new(
        static transfer =>
        {
            transfer.TakePayload().Dispose();
            return null;
        },
        _budget,
        _pool,
        TimeSpan.FromMinutes(1));
}
