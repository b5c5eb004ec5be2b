using Decentral.Actors.EventSourcing;
using Decentral.Actors.Nodes.Spokes;
using Decentral.Models.Data;
using Decentral.Models.HuggingFace;
using Decentral.Models.Optimizers;
using Decentral.Models.Safetensors;
using Decentral.Storage;
using Decentral.Training.Archives;
using Decentral.Training.Coordination;
using Decentral.Training.Jobs;
using Decentral.Training.Shards;
using Decentral.Training.Supervision;
using Decentral.Training.Workers;

namespace Decentral.Cli.Hosting;

/// <summary>What becomes of an exception that ends a command.</summary>
/// <param name="Code">What the program ends with.</param>
/// <param name="Messages">What the person is told.</param>
/// <param name="IsExpected">Whether the messages say all; otherwise the trace belongs to them.</param>
internal sealed record Failure(ExitCode Code, IReadOnlyList<string> Messages, bool IsExpected)
{
    /// <remarks>
    /// Files, disks and libraries are the person's to put right, and the messages of these exceptions are written for
    /// them; a run that failed for one of them failed for that.
    /// </remarks>
    public static Failure Of(Exception exception) => exception switch
    {
        MistakeException mistake => new Failure(ExitCode.Mistake, mistake.Messages, IsExpected: true),
        JobRefusedException refused => new Failure(
            ExitCode.Mistake, [.. refused.Problems.Select(problem => problem.ToString())], IsExpected: true),
        RunFailedException { InnerException: { } cause } => Of(cause),
        WorkerFailedException { InnerException: { } cause } => Of(cause),
        ShardFailedException { InnerException: { } cause } => Of(cause),
        ArchiveFailedException { InnerException: { } cause } => Of(cause),
        StoppedEarlyException => new Failure(ExitCode.Failed, [exception.Message], IsExpected: true),
        TrainingDivergedException or NonFiniteContributionException => new Failure(ExitCode.Failed, [exception.Message], IsExpected: true),
        _ when IsForThePerson(exception) => new Failure(ExitCode.Mistake, [exception.Message], IsExpected: true),
        _ => new Failure(ExitCode.Failed, [$"{exception.GetType().Name}: {exception.Message}"], IsExpected: false),
    };

    private static bool IsForThePerson(Exception exception) => exception
        is DataSourceException or SafetensorsException or HuggingFaceException or InvalidDataException
        or JoinRefusedException or StorageException or JournalException or RunConflictException
        or DllNotFoundException or UnauthorizedAccessException or IOException;
}
