using Decentral.Actors;
using Decentral.Actors.EventSourcing;
using Decentral.Actors.Messages;
using Decentral.Actors.Transfers;
using Decentral.Training.Archives;
using Decentral.Training.Coordination;
using Decentral.Training.Formats;
using Decentral.Training.Monitoring;
using Decentral.Training.Shards;
using Decentral.Training.Supervision;
using Decentral.Training.Workers;

namespace Decentral.Training.Tests.Formats;

/// <summary>Whatever an actor of a run takes has a format, or a reason why it comes from its own node only.</summary>
public sealed class ClosedSetTests
{
    private const string OwnLane = "the outcome of work on the actor's own lane";
    private const string OwnStore = "the outcome of reading or writing the actor's own store";
    private const string OwnTimer = "a timer of the actor";
    private const string OwnProcess = "said by the process around the actor";
    private const string OwnEngine = "said by the engine of the actor's node, which has ways of its own to hear of it";

    /// <summary>What never leaves a node, and why.</summary>
    private static readonly Dictionary<Type, string> StaysOnItsNode = new()
    {
        [typeof(PartsRead)] = OwnStore,
        [typeof(ModelBuilt)] = OwnLane,
        [typeof(LaneDone)] = OwnLane,
        [typeof(LaneFailed)] = OwnLane,
        [typeof(StepTrained)] = OwnLane,
        [typeof(UpdateEncoded)] = OwnLane,
        [typeof(VersionReached)] = OwnLane,
        [typeof(StateExported)] = OwnLane,
        [typeof(PartCopied)] = OwnLane,
        [typeof(PartWritten)] = OwnStore,
        [typeof(ContributionChecked)] = OwnLane,
        [typeof(ReductionDone)] = OwnLane,
        [typeof(ShardLaneFailed)] = OwnLane,
        [typeof(SnapshotSealed)] = OwnStore,
        [typeof(SnapshotGivenUp)] = OwnStore,
        [typeof(SealFailed)] = OwnStore,
        [typeof(EventsAppended)] = OwnStore,
        [typeof(EventsRecovered)] = OwnStore,
        [typeof(ReportDue)] = OwnTimer,
        [typeof(ShardReportDue)] = OwnTimer,
        [typeof(GatheringIsLate)] = OwnTimer,
        [typeof(RoundIsLate)] = OwnTimer,
        [typeof(ProgressDue)] = OwnTimer,
        [typeof(ItemRead)] = OwnStore,
        [typeof(PartWasKept)] = OwnStore,
        [typeof(ArchiveFailed)] = OwnStore,
        [typeof(ArchiveReviewDue)] = OwnTimer,
        [typeof(FetchFromArchive)] = OwnProcess,
        [typeof(KeepInArchive)] = OwnProcess,
        [typeof(SendBallast)] = OwnProcess,
        [typeof(ReplacePart)] = OwnTimer,
        [typeof(ReplaceShard)] = OwnTimer,
        [typeof(AskForPlace)] = OwnTimer,
        [typeof(NodeReportDue)] = OwnTimer,
        [typeof(Failed)] = OwnEngine,
        [typeof(Terminated)] = OwnEngine,
        [typeof(TransferCompleted)] = OwnEngine,
        [typeof(TransferFailed)] = OwnEngine,
    };

    [Fact]
    public void Actors_EachMessageTheyTake_HasAFormatOrStaysOnItsNode()
    {
        var lacking = Taken().Where(taken => !HasFormat(taken.Message) && !StaysOnItsNode.ContainsKey(taken.Message));

        Assert.Empty(lacking.Select(taken => $"{taken.Message.Name} of {taken.Actor.Name}"));
    }

    [Fact]
    public void StaysOnItsNode_EachMessage_IsTakenAndHasNoFormat()
    {
        var taken = Taken().Select(each => each.Message).ToHashSet();

        Assert.All(StaysOnItsNode.Keys, message => Assert.Contains(message, taken));
        Assert.All(StaysOnItsNode.Keys, message => Assert.False(HasFormat(message), $"{message.Name} has a format."));
    }

    [Fact]
    public void Formats_EachMessage_IsTakenBySomebody()
    {
        var taken = Taken().Select(each => HeaderOf(each.Message)).ToHashSet();

        Assert.Empty(TrainingMessages.Catalogue.Formats.Select(format => format.MessageType).Except(taken));
    }

    private static IEnumerable<(Type Actor, Type Message)> Taken() =>
        from actor in typeof(NodeAgent).Assembly.GetTypes()
        where actor.IsSubclassOf(typeof(Actor)) && !actor.IsAbstract
        from contract in actor.GetInterfaces()
        where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IReceive<>)
        select (actor, contract.GetGenericArguments()[0]);

    private static bool HasFormat(Type message) => TrainingMessages.Catalogue.TryFind(HeaderOf(message), out _);

    /// <summary>What travels of a message: of bulk data its header.</summary>
    private static Type HeaderOf(Type message) =>
        message.IsGenericType && message.GetGenericTypeDefinition() == typeof(Transferred<>)
            ? message.GetGenericArguments()[0]
            : message;
}
