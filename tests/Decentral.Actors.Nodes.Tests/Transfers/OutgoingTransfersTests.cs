using Decentral.Actors.Hosting;
using Decentral.Actors.Nodes.Addressing;
using Decentral.Actors.Nodes.Transfers;
using Decentral.Actors.Transfers;
using Decentral.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decentral.Actors.Nodes.Tests.Transfers;

public sealed class OutgoingTransfersTests
{
    private const int Length = 100_000;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly NodeId Receiver = new("receiver");
    private static readonly RemoteReference Target = new(new ActorAddress(Receiver, "actor", 1), null!);

    private readonly NoticedCell _sender = new();
    private readonly OutgoingTransfers _path = new(
        Receiver, TimeSpan.FromMinutes(1), Quiet, new DeadLetterOffice(null, NullLogger.Instance));

    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Review_AllUnderWayIsLostWithATransferThatHasEnded_LetsAnotherGoOn()
    {
        var first = BeginAccepted(1);
        Assert.NotEmpty(TakeAll());
        _path.Refused(first, DeadLetterReason.NoReceiver, "gone.");
        _now += Quiet - TimeSpan.FromTicks(1);
        BeginAccepted(2);
        Assert.Empty(TakeAll());

        _now += TimeSpan.FromTicks(2);
        Assert.True(_path.Review(_now));

        Assert.All(TakeAll(), number => Assert.Equal(2, number));
        Assert.True(_path.Pacer.BytesUnderWay > 0);
    }

    [Fact]
    public void Review_WhileAcknowledgementsCome_LeavesAloneWhatIsUnderWay()
    {
        var key = BeginAccepted(1);
        var taken = TakeAll();
        Assert.True(taken.Count > 1);

        _now += Quiet;
        _path.Acknowledged(key, 0, _now);
        _now += TimeSpan.FromTicks(1);
        _path.Review(_now);

        Assert.True(_path.Pacer.BytesUnderWay > 0);
    }

    private TransferKey BeginAccepted(int number)
    {
        var key = new TransferKey(1, number);
        var message = Envelope.Of(
            new Transferred<Note>(new Note(number), new Payload(new CountingMemory(Length, number), Length)),
            ActorRef.None);
        Assert.True(TestNodes.Messages.TryFindTransferred(message.Type!, out var format));
        _path.Begin(new OutgoingTransfer(key, _sender, Target, message, new TransferId(number), format), _now);
        Assert.True(_path.TryTakeOffer(out var transfer));
        transfer.Release();
        _path.Accepted(key, 0, _now);
        return key;
    }

    /// <summary>Sends all that the window lets out; says of which transfers.</summary>
    private List<long> TakeAll()
    {
        List<long> numbers = [];
        while (_path.TryTakeChunk(_now, out var chunk))
        {
            numbers.Add(chunk.Transfer.Key.Number);
            chunk.Transfer.Release();
        }

        return numbers;
    }
}
