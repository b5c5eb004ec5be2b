using System.Text;
using Decentral.Actors.EventSourcing;
using Decentral.Simulation;
using Decentral.Simulation.Nodes;
using Microsoft.Extensions.Logging;

namespace Decentral.Actors.Tests.EventSourcing;

/// <summary>
/// What an event-sourced actor does around its behaviour. How it fares with engines, full disks and other writers is in the
/// suite that every engine passes.
/// </summary>
public sealed class EventSourcedActorTests
{
    private readonly List<string> _history = [];
    private readonly List<string> _log = [];
    private readonly SimulatedWorld _world;
    private readonly SimulatedNode _node;

    public EventSourcedActorTests()
    {
        _world = new SimulatedWorld(new SimulatedWorldOptions { LoggerFactory = new ListLoggerFactory(_log) });
        _node = _world.AddNode("node");
    }

    [Fact]
    public void Submit_CommandWithEvents_AppliesThemAfterTheAppendAndThenRunsEffects()
    {
        Tell("a b");

        Assert.Equal(["recovered ''", "decide 'a b' on ''", "applied a", "applied b", "run a b on 'ab'"], _history);
    }

    [Fact]
    public void Submit_CommandDuringAnAppend_IsDecidedOnTheStateAfterIt()
    {
        Tell("a", "b");

        Assert.Equal(
            [
                "recovered ''",
                "decide 'a' on ''",
                "applied a",
                "run a on 'a'",
                "decide 'b' on 'a'",
                "applied b",
                "run b on 'ab'",
            ],
            _history);
    }

    [Fact]
    public void Run_EffectThatSubmits_IsDecidedAfterAllEffects()
    {
        Tell("again x");

        Assert.Equal(
            [
                "recovered ''",
                "decide 'again x' on ''",
                "applied again",
                "applied x",
                "run again x on 'againx'",
                "decide 'y' on 'againx'",
                "applied y",
                "run y on 'againxy'",
            ],
            _history);
    }

    [Fact]
    public void Submit_CommandWithoutEvents_RunsItsEffectsAtOnce()
    {
        Tell("", "a");

        Assert.Equal(["decide '' on ''", "run  on ''", "decide 'a' on ''"], _history[1..4]);
        Assert.Single(_node.Disk.Durable(Recorder.Stream));
    }

    [Fact]
    public void Submit_EventThatIsNotDurable_IsAppliedInOrderAndUnknownAfterRecovery()
    {
        Tell("a ~b c", "~d");

        Assert.Equal(
            [
                "applied a",
                "applied ~b",
                "applied c",
                "run a ~b c on 'a~bc'",
                "decide '~d' on 'a~bc'",
                "applied ~d",
                "run ~d on 'a~bc~d'",
            ],
            _history[2..]);
        Assert.Equal("recovered 'ac'", Succeed());
    }

    [Fact]
    public void Started_Successor_AppliesTheOldEventsAlone()
    {
        Tell("a", "b");

        Assert.Equal("recovered 'ab'", Succeed());
    }

    [Fact]
    public void Recovered_CommandsCameBefore_DecidesItsOwnFirst()
    {
        var recorder = _node.System.Spawn("recorder", () => new Recorder(_node.Journal, _history, first: "first"));

        _node.System.Tell(recorder, new Command("a"));
        _node.System.Tell(recorder, new Command("b"));
        _world.RunUntilIdle();

        Assert.Equal(
            ["decide 'first' on ''", "decide 'a' on 'first'", "decide 'b' on 'firsta'"],
            _history.Where(line => line.StartsWith("decide", StringComparison.Ordinal)));
    }

    [Fact]
    public void Decide_SameReasonAgain_IsLoggedOnce()
    {
        Tell("a", "b", "", "", "c");

        var reasons = _log.Where(line => line.Contains("recorder:", StringComparison.Ordinal));
        Assert.Equal(["some", "none", "some"], reasons.Select(line => line.Split(' ')[^1]));
    }

    /// <summary>The whole history of a successor, which is told nothing.</summary>
    private string Succeed()
    {
        _history.Clear();
        _node.System.Spawn("successor", () => new Recorder(_node.Journal, _history));
        _world.RunUntilIdle();
        return Assert.Single(_history);
    }

    private void Tell(params string[] commands)
    {
        var recorder = _node.System.Spawn("recorder", () => new Recorder(_node.Journal, _history));
        foreach (var command in commands)
        {
            _node.System.Tell(recorder, new Command(command));
        }

        _world.RunUntilIdle();
    }

    private sealed record Command(string Words);

    private sealed class Recorder(IJournal journal, List<string> history, string? first = null)
        : EventSourcedActor<string, string, string, string>(
            new Behavior(history),
            new EventSourcedOptions<string> { Journal = journal, Stream = Stream, Serializer = new Serializer() }),
        IReceive<Command>
    {
        public static readonly StreamId Stream = new("recorder");

        public void Receive(Command message) => Submit(message.Words);

        protected override void Recovered()
        {
            history.Add($"recovered '{State}'");
            if (first is not null)
            {
                Submit(first);
            }
        }

        protected override void Applied(string journaled) => history.Add($"applied {journaled}");

        protected override void Run(string effect)
        {
            if (effect.StartsWith("again", StringComparison.Ordinal))
            {
                Submit("y");
            }

            history.Add($"run {effect} on '{State}'");
        }
    }

    private sealed class Behavior(List<string> history) : EventSourcedBehavior<string, string, string, string>
    {
        public override string Initial => "";

        public override Decision<string, string> Decide(string state, string command, DateTimeOffset now)
        {
            history.Add($"decide '{command}' on '{state}'");
            var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new Decision<string, string>(words, [command], words.Length > 0 ? "some" : "none");
        }

        public override string Apply(string state, string journaled) => state + journaled;

        public override bool IsDurable(string happened) => !happened.StartsWith('~');
    }

    private sealed class Serializer : IEventSerializer<string>
    {
        public ReadOnlyMemory<byte> Write(string journaled) => Encoding.UTF8.GetBytes(journaled);

        public string Read(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
    }

    private sealed class ListLoggerFactory(List<string> lines) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => lines.Add(formatter(state, exception));

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
