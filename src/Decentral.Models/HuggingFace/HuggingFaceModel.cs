using System.Text;
using Decentral.Files;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.Safetensors;

namespace Decentral.Models.HuggingFace;

/// <summary>
/// Decoders as Hugging Face keeps them: a folder with <c>config.json</c> and <c>model.safetensors</c>, under the names
/// and in the layouts of GPT2LMHeadModel and LlamaForCausalLM.
/// </summary>
public static class HuggingFaceModel
{
    private static readonly Dictionary<string, string> Metadata = new() { ["format"] = "pt" };

    /// <summary>Writes a folder that others load; each file is replaced as a whole, the weights first.</summary>
    /// <param name="folder">Created if it is missing.</param>
    /// <param name="options">The decoder.</param>
    /// <param name="parameters">Of its layout.</param>
    /// <exception cref="IOException">The folder cannot be written or the disk is full; what was there
    /// stays.</exception>
    public static void Save(string folder, DecoderOptions options, Arena parameters)
    {
        parameters.RequireSameLayout(DecoderParameters.LayOut(options));
        DirectorySync.Create(Path.GetFullPath(folder));
        var tensors = HuggingFaceNames.Map(options).Select(tensor => new ParameterRows(parameters, tensor).ToTensor());
        SafetensorsWriter.Write(Path.Combine(folder, HuggingFaceWeights.SingleFile), tensors, Metadata);
        AtomicFile.Write(
            Path.Combine(folder, HuggingFaceConfig.FileName), Encoding.UTF8.GetBytes(HuggingFaceConfig.Write(options)));
    }

    /// <summary>Reads which decoder a folder holds.</summary>
    /// <exception cref="HuggingFaceException">There is no usable <c>config.json</c>, or it is of a model unlike
    /// ours.</exception>
    public static DecoderOptions ReadOptions(string folder) => HuggingFaceConfig.Read(folder);

    /// <summary>
    /// Reads the weights, from one file or from several with an index. All names and shapes are checked before any
    /// value is taken, and a tensor that the decoder has no place for is an error: leaving it would make another model.
    /// </summary>
    /// <param name="folder">With safetensors.</param>
    /// <param name="options">The decoder they are for.</param>
    /// <param name="parameters">Of its layout; replaced.</param>
    /// <exception cref="HuggingFaceException">There are no safetensors.</exception>
    /// <exception cref="SafetensorsException">A tensor is missing, superfluous, or of another shape or
    /// type.</exception>
    public static void LoadParameters(string folder, DecoderOptions options, Arena parameters)
    {
        parameters.RequireSameLayout(DecoderParameters.LayOut(options));
        using var weights = HuggingFaceWeights.Open(folder);
        var matched = new List<(ParameterRows Rows, SafetensorsFile File, SafetensorsEntry Entry)>();
        foreach (var tensor in HuggingFaceNames.Map(options))
        {
            var (file, entry) = Find(weights, options, folder, tensor.Name);
            matched.Add((Matching(new ParameterRows(parameters, tensor), file, entry), file, entry));
        }

        RequireNoOthers(weights, options, matched.Select(match => match.Entry.Name), folder);
        foreach (var (rows, file, entry) in matched)
        {
            rows.LoadFrom(file, entry);
        }
    }

    private static (SafetensorsFile File, SafetensorsEntry Entry) Find(
        HuggingFaceWeights weights,
        DecoderOptions options,
        string folder,
        string name)
    {
        var prefix = HuggingFaceNames.Prefix(options.Family);
        var bare = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        return weights.TryFind(name, out var file, out var entry) || weights.TryFind(bare, out file, out entry)
            ? (file, entry)
            : throw new SafetensorsException(folder, name, "this tensor", $"{weights.Names.Count()} others");
    }

    private static ParameterRows Matching(ParameterRows rows, SafetensorsFile file, SafetensorsEntry entry)
    {
        if (!entry.Shape.AsSpan().SequenceEqual(rows.Shape.AsSpan()))
        {
            throw new SafetensorsException(
                file.Path, entry.Name, $"shape [{string.Join(", ", rows.Shape)}]",
                $"[{string.Join(", ", entry.Shape)}]");
        }

        file.RequireFloats(entry);
        return rows;
    }

    private static void RequireNoOthers(
        HuggingFaceWeights weights,
        DecoderOptions options,
        IEnumerable<string> used,
        string folder)
    {
        var other = weights.Names.Except(used).Order(StringComparer.Ordinal)
            .FirstOrDefault(name => !HuggingFaceNames.MayBeLeft(options, name));
        if (other is not null)
        {
            throw new SafetensorsException(
                folder, other, $"only tensors of a {options.Family} decoder", "one that it has no place for");
        }
    }
}
