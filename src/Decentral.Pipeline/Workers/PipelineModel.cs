using System.Collections.Immutable;
using Decentral.Actors;
using Decentral.Actors.Transfers;
using Decentral.Models.Data;
using Decentral.Pipeline.Conducting;
using Decentral.Pipeline.Protocol;
using Decentral.Training.Protocol;
using Decentral.Training.Workers;

namespace Decentral.Pipeline.Workers;

/// <summary>
/// A worker's model in the stages of a pipeline, where the worker is alone: its rounds exchange nothing. To the run it is a worker like others,
/// with rounds, leases, evaluations and snapshots; what stages lose and win back among themselves is their own affair.
/// </summary>
public sealed class PipelineModel : IWorkerModel
{
    private readonly PipelineModelOptions _options;
    private readonly IActorContext _context;
    private readonly ActorRef _head;
    private long _step;

    /// <summary>Spawns what conducts the pipeline, as a child of the worker.</summary>
    public PipelineModel(PipelineModelOptions options, IActorContext context)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        (_options, _context) = (options, context);
        _head = context.Spawn("pipeline", () => new PipelineHead(options));
    }

    /// <inheritdoc/>
    public Round Version { get; private set; }

    /// <inheritdoc/>
    public string? Digest { get; private set; }

    /// <inheritdoc/>
    public bool KeepsNothing => true;

    /// <inheritdoc/>
    public Round TakenUp(FragmentId fragment) => Version;

    /// <inheritdoc/>
    public async Task<WorkerProgress> Restore(PartsRead parts)
    {
        var opened = new TaskCompletionSource<ModelMemo>();
        _context.Tell(_head, new OpenPipeline(parts, opened));
        (Version, Digest, var work, _step) = await opened.Task.ConfigureAwait(false);
        return new WorkerProgress { Work = work };
    }

    /// <inheritdoc/>
    public async Task<TrainedTokens> Train(RoundWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var microbatches = Cut(work.NextSamples);
        var tokens = microbatches.Sum(microbatch => (long)microbatch.Count) * _options.Context;
        var learningRate = _options.LearningRate(work.Pace.TokensThrough(work.StepsDone));
        var (version, digest, step) = (Version, Digest, _step + 1);
        var made = new TaskCompletionSource<StepMade>();
        _context.Tell(_head, new MakeStep(
            new StepWork(microbatches, learningRate)
            {
                IsKept = work.StepsDone + 1 == work.Steps,
                // Of a step that diverged there is nothing to be known: the run ends with it.
                Memo = outcome => double.IsFinite(outcome.Loss)
                    ? new ModelMemo(version, digest, work.With(TrainedOf(outcome)), step).ToBytes()
                    : [],
            },
            made));
        var trained = TrainedOf(await made.Task.ConfigureAwait(false));
        TrainingDivergedException.ThrowIfNotFinite(trained, work.Pace.TokensThrough(work.StepsDone));
        _step++;
        return trained;

        TrainedTokens TrainedOf(StepMade outcome) =>
            new(tokens, outcome.Loss * tokens, learningRate) { IsSkipped = outcome.IsSkipped };
    }

    /// <inheritdoc/>
    public Task<(OutgoingHeader Header, Payload Update)> EncodeUpdate(RoundWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Task.FromResult((new OutgoingHeader(work, work.Tokens, Base: null, Version), Payload.CopyOf([])));
    }

    /// <inheritdoc/>
    public Task<Round> Apply(PublishedHeader published, Payload aggregate, bool hasContributed)
    {
        ArgumentNullException.ThrowIfNull(published);
        if (!hasContributed)
        {
            throw new InvalidOperationException(
                $"{_options.Worker} holds version {Version} and has not trained round {published.Round}: there is nothing in what was published of it.");
        }

        (Version, Digest) = (Version.Next, published.Digest);
        return Task.FromResult(Version);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Something was trained since, which no stage can take back.</exception>
    public Task<Round> Reset(ImmutableArray<Round> withdrawn) => Task.FromException<Round>(new InvalidOperationException(
        $"The stages of {_options.Worker} are to go back to version {Version}, which none of them holds any more."));

    /// <inheritdoc/>
    public Task<Round> TakeUp(FragmentId fragment, bool isAnew, Round withdrawn) => Reset([withdrawn]);

    /// <inheritdoc/>
    public Task<Round> Import(Payload state, bool isIdle)
    {
        using (state)
        {
            return Task.FromException<Round>(Alone());
        }
    }

    /// <inheritdoc/>
    public Task<Payload> Export() => Task.FromException<Payload>(Alone());

    /// <inheritdoc/>
    public async Task<(double LossSum, long Tokens)> Evaluate(SampleRange windows)
    {
        var measurement = new Measurement(windows, _options.EvaluationBatch);
        await Do(measurement).ConfigureAwait(false);
        return (measurement.LossSum * _options.Context, windows.Count * _options.Context);
    }

    /// <inheritdoc/>
    public async Task<SavedParts> Save(
        string snapshot, WorkerProgress progress, ImmutableArray<Round>? dropped, bool ownHasGlobal, bool withGlobal)
    {
        ArgumentNullException.ThrowIfNull(progress);
        using (progress)
        {
            if (dropped is { } withdrawn)
            {
                await Reset(withdrawn).ConfigureAwait(false);
            }

            var memo = new ModelMemo(Version, Digest, progress.Work, _step);
            await Do(new Saving(snapshot, new SavedState(_options.Worker, Version), _options.Layers, _options.Snapshots)).ConfigureAwait(false);
            return new SavedParts(Payload.CopyOf(memo.ToBytes().AsSpan()), Global: null);
        }
    }

    /// <summary>Everything goes with the worker's actor.</summary>
    public void Dispose()
    {
        // The stages stay: another life of the worker takes them over.
    }

    private InvalidOperationException Alone() => new($"{_options.Worker} trains alone: nobody holds what its stages hold.");

    private Task<bool> Do(Errand errand)
    {
        var done = new TaskCompletionSource<bool>();
        _context.Tell(_head, new DoErrand(errand, done));
        return done.Task;
    }

    /// <summary>The samples of a step as its microbatches: all equally many, each in one range.</summary>
    private ImmutableArray<SampleRange> Cut(ImmutableArray<SampleRange> samples)
    {
        var each = (int)(samples.Sum(range => range.Count) / _options.Microbatches);
        if (each == 0)
        {
            throw new InvalidOperationException($"A step has fewer samples than its {_options.Microbatches} microbatches.");
        }

        var cut = ImmutableArray.CreateBuilder<SampleRange>(_options.Microbatches);
        foreach (var range in samples)
        {
            var rest = range;
            while (rest.Count >= each)
            {
                (var head, rest) = rest.SplitAt(each);
                cut.Add(head);
            }

            if (rest.Count > 0)
            {
                throw new InvalidOperationException(
                    $"A lease has a range of {range.Count} samples, and microbatches of {each} do not come out even in it.");
            }
        }

        return cut.ToImmutable();
    }
}
