using System.Globalization;
using Decentral.Cli.Generation;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.HuggingFace;
using Decentral.Models.Safetensors;
using Decentral.Training.Jobs;

namespace Decentral.Cli.Runs;

/// <summary>The weights that a job begins with, of the very model that it describes.</summary>
internal sealed class StartingWeights : IDisposable
{
    private const string Field = "model.weights";

    private StartingWeights(Arena parameters, IReadOnlyList<string> notices)
    {
        Parameters = parameters;
        Notices = notices;
    }

    public Arena Parameters { get; }

    /// <summary>What the person should know, in whole sentences.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>Reads weights once they are known to be the job's; no more memory is taken than they fill.</summary>
    /// <param name="weights">A folder, or the file in it that holds the weights or their index.</param>
    /// <param name="decoder">The job's model.</param>
    /// <exception cref="JobRefusedException">There are none, or of another model.</exception>
    /// <exception cref="HuggingFaceException">The configuration beside them cannot be used.</exception>
    /// <exception cref="SafetensorsException">They are damaged, or of another model.</exception>
    public static StartingWeights Load(string weights, DecoderOptions decoder)
    {
        var folder = FolderOf(weights);
        var files = WeightFiles.Look(folder);
        var isDescribed = File.Exists(Path.Combine(folder, WeightFiles.ConfigurationFile));
        var described = isDescribed ? files.ReadDescription(folder) : null;
        Refuse(described is null ? [] : [.. Differences(decoder, described, folder)]);
        Refuse(files.CanHold(decoder) ? [] : [TooFew(decoder, files, weights)]);
        var parameters = new Arena(DecoderParameters.LayOut(decoder));
        try
        {
            HuggingFaceModel.LoadParameters(folder, decoder, parameters);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }

        return new StartingWeights(parameters, NoticesOf(decoder, described, weights));
    }

    public void Dispose() => Parameters.Dispose();

    private static string FolderOf(string weights)
    {
        if (Directory.Exists(weights) && Directory.EnumerateFiles(weights, "*.safetensors").Any())
        {
            return weights;
        }

        if (File.Exists(weights) && Path.GetFileName(weights) is WeightFiles.SingleFile or WeightFiles.IndexFile)
        {
            return Path.GetDirectoryName(Path.GetFullPath(weights))!;
        }

        var (found, remedy) = File.Exists(weights)
            ? ($"the file {weights}", $"put it into a folder of its own as {WeightFiles.SingleFile}")
            : ($"none at {weights}", "name another, or leave it out");
        throw new JobRefusedException(
            [new JobProblem(Field, $"{WeightFiles.SingleFile}, or a folder with it", found, remedy)]);
    }

    /// <remarks>Some numbers change what is computed and no shape, the heads for one.</remarks>
    private static IEnumerable<JobProblem> Differences(DecoderOptions decoder, DecoderOptions described, string folder)
    {
        var origin = Path.Combine(folder, WeightFiles.ConfigurationFile);
        return Describe(described).Zip(Describe(decoder))
            .TakeWhile(pair => pair.First.Field == pair.Second.Field)
            .Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => new JobProblem(
                pair.First.Field, $"{pair.First.Value}, as {origin} says", pair.Second.Value,
                $"use {pair.First.Field}: {pair.First.Value}"));
    }

    private static JobProblem TooFew(DecoderOptions decoder, WeightFiles files, string weights) => new(
        Field, $"the {DecoderParameters.LayOut(decoder).ElementCount} numbers of the job's model",
        $"{files} at {weights}", "describe the model of the weights by model.layers, model.width and so on");

    private static void Refuse(IReadOnlyList<JobProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new JobRefusedException(problems);
        }
    }

    /// <summary>What a job says of its model, the family first: other families have other fields.</summary>
    private static IEnumerable<(string Field, string Value)> Describe(DecoderOptions decoder)
    {
        yield return ("model.kind", decoder.Family == DecoderFamily.Gpt ? "gpt" : "llama");
        yield return ("model.layers", Text(decoder.Layers));
        yield return ("model.width", Text(decoder.Width));
        yield return ("model.heads", Text(decoder.Heads));
        yield return ("model.feedForward", Text(decoder.ResolvedFeedForward));
        yield return ("model.vocabulary", Text(decoder.Vocabulary));
        yield return ("model.tiedHead", decoder.TiedHead ? "true" : "false");
        if (decoder.Family == DecoderFamily.Gpt)
        {
            yield return ("model.context", Text(decoder.Context));
        }
        else
        {
            yield return ("model.keyValueHeads", Text(decoder.ResolvedKeyValueHeads));
            yield return ("model.ropeBase", Text(decoder.RopeBase));
        }
    }

    private static IReadOnlyList<string> NoticesOf(DecoderOptions decoder, DecoderOptions? described, string weights) =>
        described is null || described.NormEpsilon == decoder.NormEpsilon
            ? []
            : [
                $"The norms of {weights} were trained with an epsilon of {Text(described.NormEpsilon)} and go on with "
                + $"{Text(decoder.NormEpsilon)}, which changes a little what they compute.",
            ];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
