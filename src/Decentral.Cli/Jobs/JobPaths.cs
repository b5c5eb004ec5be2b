using Decentral.Training.Jobs;

namespace Decentral.Cli.Jobs;

/// <summary>The files a job names, independent of the folder it was started from.</summary>
internal static class JobPaths
{
    /// <summary>
    /// The job with its relative paths resolved against <paramref name="folder"/>, so that a resume finds them.
    /// </summary>
    public static Job Anchor(Job job, string folder) => job with
    {
        Data = job.Data with
        {
            Source = job.Data.Source == DataOptions.SdkDocs
                ? job.Data.Source
                : Path.GetFullPath(job.Data.Source, folder),
        },
        Model = job.Model with
        {
            Tokenizer = job.Model.Tokenizer is ModelOptions.ByteTokenizer or ModelOptions.BpeTokenizer
                ? job.Model.Tokenizer
                : Path.GetFullPath(job.Model.Tokenizer, folder),
            Weights = job.Model.Weights is null ? null : Path.GetFullPath(job.Model.Weights, folder),
        },
    };
}
