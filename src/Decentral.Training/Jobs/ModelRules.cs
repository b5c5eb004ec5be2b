using System.Globalization;

namespace Decentral.Training.Jobs;

/// <summary>A model whose parts fit each other.</summary>
internal static class ModelRules
{
    private const int Bytes = 256;

    public static IEnumerable<JobProblem> Check(Job job)
    {
        var model = job.Model;
        if (model.Width % model.Heads != 0)
        {
            yield return new JobProblem(
                "model.heads", $"a divisor of model.width {model.Width}", Text(model.Heads),
                $"use {NearestDivisor(model.Width, model.Heads)}", "every head has an equal share of the width");
        }
        else if (model.Kind == ModelKind.Llama && model.Width / model.Heads % 2 != 0)
        {
            yield return new JobProblem(
                "model.width", "an even number of columns for each head",
                $"{model.Width} columns for {model.Heads} heads", $"use model.width: {2 * model.Width}",
                "rotary positions turn pairs of columns");
        }
        if (model.Kind == ModelKind.Llama && model.Heads % model.ResolvedKeyValueHeads != 0)
        {
            yield return new JobProblem(
                "model.keyValueHeads", $"a divisor of model.heads {model.Heads}", Text(model.ResolvedKeyValueHeads),
                $"use {NearestDivisor(model.Heads, model.ResolvedKeyValueHeads)}",
                "every key and value head serves as many query heads");
        }
        if (model.Vocabulary < Bytes && model.Tokenizer is ModelOptions.ByteTokenizer or ModelOptions.BpeTokenizer)
        {
            yield return new JobProblem(
                "model.vocabulary", $"at least {Bytes} with model.tokenizer {model.Tokenizer}",
                Text(model.Vocabulary.Value), "leave it out", "every byte is a token");
        }
    }

    /// <summary>The larger of two that are equally near.</summary>
    private static int NearestDivisor(int whole, int wanted) =>
        Enumerable.Range(1, whole)
            .Reverse()
            .Where(divisor => whole % divisor == 0)
            .MinBy(divisor => Math.Abs(divisor - wanted));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
