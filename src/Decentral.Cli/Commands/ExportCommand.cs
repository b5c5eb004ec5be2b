using System.CommandLine;
using Decentral.Cli.Generation;
using Decentral.Cli.Hosting;
using Decentral.Cli.Presentation;

namespace Decentral.Cli.Commands;

/// <summary><c>decentral export</c>: writes a trained model where other tools look for one.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Folder = new("FOLDER")
    {
        Description = "Where to write model.safetensors, config.json and tokenizer.json: a new or empty folder.",
    };

    /// <param name="host">The surroundings.</param>
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "export", "Write a trained model under the names that Hugging Face's libraries load.");
        command.Arguments.Add(CommonOptions.Model);
        command.Arguments.Add(Folder);
        command.Options.Add(CommonOptions.Json);
        command.SetAction(line => (int)Export(line, host));
        return command;
    }

    private static ExitCode Export(ParseResult line, CliHost host)
    {
        var (from, to) = (line.GetRequiredValue(CommonOptions.Model), line.GetRequiredValue(Folder));
        var folder = Path.GetFullPath(to, host.WorkingDirectory);
        RefuseUnlessFree(folder, to);
        using var model = TrainedModel.Load(Path.GetFullPath(from, host.WorkingDirectory), from);
        model.Save(folder);
        var files = Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order().ToList();
        host.Output.WriteRaw(line.GetValue(CommonOptions.Json)
            ? WriteJson(from, to, files) + "\n"
            : string.Concat(files.Select(file => $"{Path.Combine(to, file)}\n")));
        return ExitCode.Done;
    }

    private static void RefuseUnlessFree(string folder, string name)
    {
        var isFull = Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
        if (isFull || File.Exists(folder))
        {
            throw new MistakeException(
                $"{name}: expected a new or empty folder, found {(isFull ? "one with things in it" : "a file")}; name "
                + "another");
        }
    }

    private static string WriteJson(string from, string to, IReadOnlyList<string> files) => SummaryJson.Write(json =>
    {
        json.WriteString("run", from);
        json.WriteString("folder", to);
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
    });
}
