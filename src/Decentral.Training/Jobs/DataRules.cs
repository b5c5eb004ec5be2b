using Decentral.Models.Data;

namespace Decentral.Training.Jobs;

/// <summary>Data that the tokenizer takes, that is enough for the fleet, and a vocabulary that holds it.</summary>
internal static class DataRules
{
    public static IEnumerable<JobProblem> Check(Job job)
    {
        if (job.Data.ToSelection().Format == DataFormat.Bytes && job.Model.Tokenizer != ModelOptions.ByteTokenizer)
        {
            yield return new JobProblem(
                "data.format", $"text with model.tokenizer {job.Model.Tokenizer}", "bytes",
                $"use data.format: text, or model.tokenizer: {ModelOptions.ByteTokenizer}",
                "other tokenizers encode text");
        }
    }

    public static IEnumerable<JobProblem> Check(Job job, DataFacts data)
    {
        // A sequence needs one token more than it holds: the last one's successor.
        var sequences = Math.Max(0, (data.TrainingTokens - 1) / job.Model.Context);
        if (sequences < job.Workers)
        {
            yield return new JobProblem(
                "data.source", $"at least {job.Workers} sequences of {job.Model.Context} tokens, one for each worker",
                $"{sequences} in {data.TrainingTokens} tokens", "give more data, or lower workers or model.context");
        }
        if (job.Data.HeldOut > 0 && data.HeldOutTokens <= job.Model.Context)
        {
            yield return new JobProblem(
                "data.heldOut", $"a part of more than {job.Model.Context} tokens, one sequence",
                $"{data.HeldOutTokens} tokens", "raise data.heldOut, set it to 0, or lower model.context");
        }
        if (job.Model.Vocabulary < data.Vocabulary)
        {
            yield return new JobProblem(
                "model.vocabulary", $"at least the {data.Vocabulary} tokens of model.tokenizer {job.Model.Tokenizer}",
                $"{job.Model.Vocabulary}", $"use {data.Vocabulary}, or leave it out");
        }
        if (job.Run.Epochs is not null && job.TokenBudget(data.TrainingTokens) < job.TokensPerRound)
        {
            yield return new JobProblem(
                "run.epochs", $"at least {job.TokensPerRound} tokens, which one round takes",
                $"{job.TokenBudget(data.TrainingTokens)} tokens", "raise it, or lower sync.every",
                "the run would end before its first synchronisation");
        }
    }
}
