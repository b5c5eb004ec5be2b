using Decentral.Models.Decoders;
using Decentral.Models.HuggingFace;
using Decentral.Models.Safetensors;

namespace Decentral.Cli.Generation;

/// <summary>
/// What the weights of a folder hold, by their headers alone: the bound of what a configuration or a job may claim
/// before memory is taken for it.
/// </summary>
internal sealed record WeightFiles
{
    public const string SingleFile = "model.safetensors";
    public const string IndexFile = "model.safetensors.index.json";
    public const string ConfigurationFile = "config.json";

    private readonly int _tensors;
    private readonly long _numbers;

    private WeightFiles(int tensors, long numbers) => (_tensors, _numbers) = (tensors, numbers);

    /// <summary>Reads the headers of a folder's weights.</summary>
    /// <param name="folder">With at least one safetensors file.</param>
    /// <exception cref="SafetensorsException">A file breaks a rule of its format.</exception>
    public static WeightFiles Look(string folder)
    {
        var single = Path.Combine(folder, SingleFile);
        var (tensors, numbers) = (0, 0L);
        foreach (var path in File.Exists(single) ? [single] : Directory.GetFiles(folder, "*.safetensors"))
        {
            using var file = SafetensorsFile.Open(path);
            tensors += file.Entries.Length;
            numbers += file.Entries.Sum(entry => entry.ElementCount);
        }

        return new WeightFiles(tensors, numbers);
    }

    /// <summary>Reads which model a folder describes beside its weights.</summary>
    /// <param name="folder">With a configuration.</param>
    /// <exception cref="HuggingFaceException">
    /// The configuration is of no model that we can compute, or of a larger one than the weights are.
    /// </exception>
    public DecoderOptions ReadDescription(string folder)
    {
        var decoder = HuggingFaceModel.ReadOptions(folder);
        return CanHold(decoder)
            ? decoder
            : throw new HuggingFaceException(
                Path.Combine(folder, ConfigurationFile), null, $"a model whose numbers are among the {this} beside it",
                $"one of {decoder.Layers} layers, {decoder.Width} columns and {decoder.Vocabulary} tokens, which has "
                + "more; put back the one that belongs to the weights");
    }

    /// <summary>Whether these weights are at least as many as the model has.</summary>
    public bool CanHold(DecoderOptions decoder)
    {
        try
        {
            return decoder.Layers <= _tensors && DecoderParameters.LayOut(decoder).ElementCount <= _numbers;
        }
        catch (ArgumentException)
        {
            // More than any arena can hold.
            return false;
        }
    }

    /// <summary>How many they are, in words.</summary>
    public override string ToString() => $"{_numbers} numbers in {_tensors} tensors";
}
