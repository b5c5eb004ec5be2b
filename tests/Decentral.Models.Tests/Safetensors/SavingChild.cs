using Decentral.Children;
using Decentral.Models.Arenas;
using Decentral.Models.Decoders;
using Decentral.Models.HuggingFace;

namespace Decentral.Models.Tests.Safetensors;

/// <summary>
/// Exports a model into one folder for ever, each time with all parameters equal to another version; reports each
/// version that is saved.
/// </summary>
internal static class SavingChild
{
    public const string Role = "save";

    /// <summary>Some hundred kilobytes, so that a save takes several writes.</summary>
    public static readonly DecoderOptions Options = new()
    {
        Family = DecoderFamily.Gpt,
        Layers = 2,
        Width = 48,
        Heads = 2,
        Context = 16,
        Vocabulary = 256,
    };

    public static int Run(string folder)
    {
        using var parameters = new Arena(DecoderParameters.LayOut(Options));
        for (var version = 1; ; version++)
        {
            foreach (var entry in parameters.Layout.Entries)
            {
                parameters.Span(entry.Range).Fill(version);
            }

            HuggingFaceModel.Save(folder, Options, parameters);
            ChildProcess.Report($"{version}");
        }
    }
}
