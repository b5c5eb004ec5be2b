using Decentral.Cli.Runs;
using Decentral.Models.Tokenizers;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Estimates;

/// <summary>What is known of a job's data without reading them.</summary>
internal static class UnreadData
{
    /// <summary>A budget for a job of which none is given, where nothing that is estimated depends on it; as <c>--set</c> takes it.</summary>
    public const string AnyBudget = "inner.steps=1000000";

    /// <summary>No tokens, and a learned vocabulary as large as it may become.</summary>
    public static DataFacts FactsOf(Job job) => new(TrainingTokens: 0, HeldOutTokens: 0, VocabularyOf(job));

    private static int VocabularyOf(Job job) => job.Model.Vocabulary ?? job.Model.Tokenizer switch
    {
        ModelOptions.ByteTokenizer => new ByteTokenizer().VocabularySize,
        ModelOptions.BpeTokenizer => ModelOptions.DefaultBpeVocabulary,
        var path => PreparedJob.LoadTokenizer(path).VocabularySize,
    };
}
