using System.Collections.Immutable;
using Decentral.Actors.Transfers;
using Decentral.Models.Data;
using Decentral.Training.Protocol;

namespace Decentral.Training.Workers;

/// <summary>
/// What a worker trains, wherever it lives: on a lane of the worker's own node, or in the stages of a pipeline. The worker asks for one
/// thing after the other and waits for each; what comes of it is read between two of them.
/// </summary>
public interface IWorkerModel : IDisposable
{
    /// <summary>The version of the global parameters it holds.</summary>
    Round Version { get; }

    /// <summary>Digest of the aggregate that led to the version; null where that is not known.</summary>
    string? Digest { get; }

    /// <summary>Whether one that takes up the global parameters is like one that has applied all that led to them.</summary>
    bool KeepsNothing { get; }

    /// <summary>The version with which a fragment was taken up last, where members train on their own clocks by fragments.</summary>
    Round TakenUp(FragmentId fragment);

    /// <summary>Makes the model, as it begins or as a snapshot has it.</summary>
    /// <param name="parts">What the newest snapshot has for this worker; ownership passes.</param>
    /// <returns>What the worker was about; nothing where it is new.</returns>
    Task<WorkerProgress> Restore(PartsRead parts);

    /// <summary>Makes the next step of a round.</summary>
    /// <param name="work">What has been done of the round.</param>
    Task<TrainedTokens> Train(RoundWork work);

    /// <summary>Encodes what a round has trained.</summary>
    /// <param name="work">The round, trained to its end.</param>
    Task<(OutgoingHeader Header, Payload Update)> EncodeUpdate(RoundWork work);

    /// <summary>Moves to the next version with exactly what was published.</summary>
    /// <param name="published">What it is.</param>
    /// <param name="aggregate">The encoded aggregate; stays the caller's, until the task is done.</param>
    /// <param name="hasContributed">Whether an update of this worker was encoded for it.</param>
    /// <returns>The version reached.</returns>
    Task<Round> Apply(PublishedHeader published, Payload aggregate, bool hasContributed);

    /// <summary>Drops what was trained beside the global parameters.</summary>
    /// <param name="withdrawn">Rounds whose updates counted for nothing.</param>
    /// <returns>The version that it holds.</returns>
    Task<Round> Reset(ImmutableArray<Round> withdrawn);

    /// <summary>Takes up a fragment of the global parameters, for one on its own clock that goes on with the others.</summary>
    /// <param name="fragment">Which.</param>
    /// <param name="isAnew">Whether nothing is kept of what was trained beside it.</param>
    /// <param name="withdrawn">A round whose update of it counted for nothing; 0 for none.</param>
    /// <returns>The version that it holds.</returns>
    Task<Round> TakeUp(FragmentId fragment, bool isAnew, Round withdrawn);

    /// <summary>Takes over what another worker exported.</summary>
    /// <param name="state">What was exported; ownership passes.</param>
    /// <param name="isIdle">Whether nothing that was trained since is to be kept.</param>
    /// <returns>The version reached.</returns>
    Task<Round> Import(Payload state, bool isIdle);

    /// <summary>What all workers hold alike at this version.</summary>
    Task<Payload> Export();

    /// <summary>Measures the held-out loss of the version it holds.</summary>
    /// <returns>Sum of the losses in nats, and how many tokens.</returns>
    Task<(double LossSum, long Tokens)> Evaluate(SampleRange windows);

    /// <summary>What a snapshot needs of it.</summary>
    /// <param name="snapshot">Its name.</param>
    /// <param name="progress">What the worker is about; ownership passes.</param>
    /// <param name="dropped">Rounds that are given up before, and all work with them; null where it goes on.</param>
    /// <param name="ownHasGlobal">Whether what all workers hold alike goes into this worker's own part.</param>
    /// <param name="withGlobal">Whether it is copied apart.</param>
    Task<SavedParts> Save(string snapshot, WorkerProgress progress, ImmutableArray<Round>? dropped, bool ownHasGlobal, bool withGlobal);
}
