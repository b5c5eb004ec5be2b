using System.Globalization;
using Decentral.Actors;
using Decentral.Actors.Local;
using Decentral.Actors.Nodes;
using Decentral.Actors.Nodes.Hubs;
using Decentral.Cli.Hosting;
using Decentral.Cli.Keys;
using Decentral.Storage.Journals;
using Decentral.Pipeline.Formats;
using Decentral.Training.Progress;
using Decentral.Training.Protocol;

namespace Decentral.Cli.Listening;

/// <summary>The engine of the process with the run directory: by itself, or as the hub of others.</summary>
internal sealed class RunEngine : IAsyncDisposable
{
    private const string IncarnationMetadata = "hub.incarnation";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan EndIsNear = TimeSpan.FromDays(30);

    private readonly IAsyncDisposable _engine;
    private readonly KeyWatch? _keys;
    private readonly Func<Task> _letOthersLeave;

    private RunEngine(IActorSystem system, IAsyncDisposable engine, KeyWatch? keys, Func<Task> letOthersLeave)
    {
        System = system;
        _engine = engine;
        _keys = keys;
        _letOthersLeave = letOthersLeave;
    }

    public IActorSystem System { get; }

    /// <summary>An engine of this process alone.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Hears why the run cannot go on.</param>
    public static RunEngine OfThisProcess(TimeProvider time, Action<Exception> failed)
    {
        var system = new LocalActorSystem(new LocalActorSystemOptions
        {
            TimeProvider = time,
            RootFailureObserver = failure => failed(failure.Cause),
        });
        return new RunEngine(system, system, null, static () => Task.CompletedTask);
    }

    /// <summary>An engine that others join; tells the person how.</summary>
    /// <param name="listen">Where and how it listens.</param>
    /// <param name="folder">The run directory's place.</param>
    /// <param name="journal">The run's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Hears why the run cannot go on.</param>
    /// <param name="observer">Is told how others join.</param>
    /// <exception cref="MistakeException">It cannot listen there.</exception>
    public static async Task<RunEngine> Listening(
        ListenOptions listen,
        string folder,
        IRunJournal journal,
        TimeProvider time,
        Action<Exception> failed,
        IRunObserver observer)
    {
        var keys = listen.Address.Scheme == Uri.UriSchemeHttps || listen.Keys is not null
            ? HubKeyFolder.Open(
                listen.Keys ?? Path.Combine(folder, HubKeyFolder.Name), HostNames.All(), time.GetUtcNow())
            : null;
        var watch = keys is null ? null : new KeyWatch(
            keys.Register,
            keys.Keys.Tokens,
            keys.Keys.Revoked,
            time,
            reason => observer.Report(new RunNotice(TimeSpan.Zero, $"keys: {reason}", IsWarning: true)));
        try
        {
            return await Listening(listen, keys, watch, journal, time, failed, observer);
        }
        catch
        {
            await (watch?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Gives the nodes of a finished run time to hear of it and to leave; at most a lease.</summary>
    public Task LetOthersLeave() => _letOthersLeave();

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await (_keys?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static async Task<RunEngine> Listening(
        ListenOptions listen,
        HubKeyFolder? keys,
        KeyWatch? watch,
        IRunJournal journal,
        TimeProvider time,
        Action<Exception> failed,
        IRunObserver observer)
    {
        var former = await journal.ReadMetadata(IncarnationMetadata);
        var system = await Start(
            new NodesOptions
            {
                Node = new NodeId(ListenOptions.HubName),
                Messages = PipelineMessages.WithTraining,
                TimeProvider = time,
                Timeouts = listen.Timeouts,
                RootFailureObserver = failure => failed(failure.Cause),
            },
            new HubOptions
            {
                Listen = listen.Address,
                Keys = keys is null ? null : keys.Keys with
                {
                    ClientAuthorities = listen.ClientAuthorities,
                    Issued = watch!.Note,
                    LookAgain = watch.LookIfChanged,
                },
                MaxMembers = listen.MaxNodes,
                IsReserved = new RunNames().IsOfTheRun,
                FormerIncarnation = former is null ? 0 : long.Parse(former, CultureInfo.InvariantCulture),
            });
        await journal.WriteMetadata(
            IncarnationMetadata, system.Self.Incarnation.ToString(CultureInfo.InvariantCulture));
        observer.Report(new RunNotice(
            TimeSpan.Zero, "other machines join by: " + JoinCommand(system.Address, listen, keys, time.GetUtcNow())));
        if (keys?.Keys.Certificate is { } certificate && certificate.NotAfter - time.GetUtcNow() < EndIsNear)
        {
            observer.Report(new RunNotice(
                TimeSpan.Zero,
                $"keys: the certificate ends on {certificate.NotAfter:yyyy-MM-dd}; renew it by {ProgramName.Typed} keys hub, "
                + "and start the hub again",
                IsWarning: true));
        }

        return new RunEngine(system, system, watch, () => LetLeave(system, listen.Timeouts.Lease, time));
    }

    private static async Task LetLeave(HubActorSystem hub, TimeSpan most, TimeProvider time)
    {
        var began = time.GetTimestamp();
        while (hub.Members.Count > 1 && time.GetElapsedTime(began) < most)
        {
            await Task.Delay(BetweenLooks, time);
        }
    }

    private static string JoinCommand(Uri bound, ListenOptions listen, HubKeyFolder? keys, DateTimeOffset now)
    {
        var host = HostNames.ForOthers(listen.Address);
        var address = new UriBuilder(bound) { Host = keys?.HostFor(host) ?? host }.Uri.GetLeftPart(UriPartial.Authority);
        var word = keys?.UsableToken(now)?.ToString() ?? $"TOKEN, as {ProgramName.Typed} keys token makes one";
        var token = keys is null ? "" : $" --token {word}";
        var shown = listen.ClientAuthorities is null ? "" : " --client-certificate FILE --client-key FILE";
        return $"{ProgramName.Typed} node --join {address}{token}{shown}";
    }

    private static async Task<HubActorSystem> Start(NodesOptions options, HubOptions hub)
    {
        try
        {
            return await HubActorSystem.StartAsync(options, hub, CancellationToken.None);
        }
        catch (IOException error)
        {
            throw new MistakeException(
                $"--listen: {hub.Listen.GetLeftPart(UriPartial.Authority)} cannot be listened at: {error.Message.TrimEnd('.')}. End what "
                + "listens there, or choose another port.");
        }
    }
}
