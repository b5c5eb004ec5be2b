using Decentral.Actors;
using Decentral.Actors.Messages;
using Decentral.Actors.Transfers;
using Decentral.Pipeline.Conducting;
using Decentral.Pipeline.Formats;
using Decentral.Pipeline.Stages;
using Decentral.Pipeline.Workers;
using Decentral.Training.Formats;

namespace Decentral.Pipeline.Tests.Formats;

/// <summary>Whatever an actor of a pipeline takes has a format, or a reason why it comes from its own node only.</summary>
public sealed class ClosedSetTests
{
    private const string OwnLane = "the outcome of work on the actor's own lane";
    private const string OwnTimer = "a timer of the actor";
    private const string OwnStore = "the outcome of reading or writing the actor's own store";
    private const string OwnWorker = "said by the worker whose child the actor is";
    private const string OwnConductor = "said by the conductor that is the actor's child";
    private const string OwnEngine = "said by the engine of the actor's node, which has ways of its own to hear of it";

    /// <summary>What never leaves a node, and why.</summary>
    private static readonly Dictionary<Type, string> StaysOnItsNode = new()
    {
        [typeof(StageReady)] = OwnLane,
        [typeof(PassMade)] = OwnLane,
        [typeof(GradientReady)] = OwnLane,
        [typeof(TiedTaken)] = OwnLane,
        [typeof(TiedMerged)] = OwnLane,
        [typeof(StepBegun)] = OwnLane,
        [typeof(StepApplied)] = OwnLane,
        [typeof(StateRead)] = OwnLane,
        [typeof(LossTaken)] = OwnLane,
        [typeof(AtomsRead)] = OwnLane,
        [typeof(AtomsWritten)] = OwnStore,
        [typeof(SavedRead)] = OwnStore,
        [typeof(LaneFailed)] = OwnLane,
        [typeof(ReportDue)] = OwnTimer,
        [typeof(SendAgain)] = OwnTimer,
        [typeof(PatienceIsOver)] = OwnTimer,
        [typeof(WorkIsThere)] = OwnWorker,
        [typeof(RunErrand)] = OwnWorker,
        [typeof(BeginAnew)] = OwnWorker,
        [typeof(OpenPipeline)] = OwnWorker,
        [typeof(MakeStep)] = OwnWorker,
        [typeof(DoErrand)] = OwnWorker,
        [typeof(PipelineFormed)] = OwnConductor,
        [typeof(StepMade)] = OwnConductor,
        [typeof(StepProtected)] = OwnConductor,
        [typeof(ErrandDone)] = OwnConductor,
        [typeof(PipelineLost)] = OwnConductor,
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

        Assert.Empty(PipelineMessages.Catalogue.Formats.Select(format => format.MessageType).Except(taken));
    }

    [Fact]
    public void WithTraining_EachFormatOfEither_IsThere() => Assert.Equal(
        TrainingMessages.Catalogue.Formats.Concat(PipelineMessages.Catalogue.Formats)
            .OrderBy(format => format.Manifest, StringComparer.Ordinal),
        PipelineMessages.WithTraining.Formats);

    private static IEnumerable<(Type Actor, Type Message)> Taken() =>
        from actor in typeof(Stage).Assembly.GetTypes()
        where actor.IsSubclassOf(typeof(Actor)) && !actor.IsAbstract
        from contract in actor.GetInterfaces()
        where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IReceive<>)
        select (actor, contract.GetGenericArguments()[0]);

    private static bool HasFormat(Type message) => PipelineMessages.Catalogue.TryFind(HeaderOf(message), out _);

    /// <summary>What travels of a message: of bulk data its header.</summary>
    private static Type HeaderOf(Type message) =>
        message.IsGenericType && message.GetGenericTypeDefinition() == typeof(Transferred<>)
            ? message.GetGenericArguments()[0]
            : message;
}
